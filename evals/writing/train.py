#!/usr/bin/env python3
"""Trains what `newsloom write` holds likely that an editor takes over, and says what that is worth on stories not trained on.

    NEWSLOOM_EVALS=FOLDER train.py BINARY [--write crates/pipeline/src/write/chances.json]

FOLDER holds the labelled sets and `score_write.py`. Needs Python 3.11 and nothing else; takes some minutes.

`BINARY write --explain` lists the terms of each story (words, and pairs of words) with their values: how many reports,
titles and openings have them, how early, and what kind of words they are. What is learned is the chance that the
editors' summary of the story has the term: two logistic regressions (Newton's method, a ridge of 1) over those 15
values. No word, name or story leaves the set. Held out by story: the even half is written with the weights of the odd
half and the other way round.
"""
import argparse, json, math, os, subprocess, sys, tempfile
from pathlib import Path

SET, RIDGE, STEPS = "neus-train300", 1.0, 12
KINDS = {"words": 1, "pairs": 2}


def run(binary, lines, *flags):
    done = subprocess.run([binary, "write", *flags], input="".join(json.dumps(line) + "\n" for line in lines), text=True, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def examples(binary, stories, gold):
    """-> for each story {kind: [(values, 1 where the summary has the term)]}"""
    summary = lambda one: {"id": one["id"], "articles": [{"id": "summary", "title": "-", "text": one["reference"]}]}
    told = run(binary, map(summary, gold), "--explain")
    found = []
    for story, reference in zip(run(binary, stories, "--explain"), told):
        known = {tuple(term["stems"]) for term in reference["terms"]}
        of = {kind: [] for kind in KINDS}
        for term in story["terms"]:
            kind = "words" if len(term["stems"]) == 1 else "pairs"
            of[kind].append((list(term["values"].values()), int(tuple(term["stems"]) in known)))
        found.append(of)
    return found


def solve(matrix, right):
    """Gauss with pivots, for a dozen unknowns."""
    n = len(right)
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for at in range(n):
        best = max(range(at, n), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for row in range(n):
            if row != at and rows[row][at]:
                factor = rows[row][at] / rows[at][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at])]
    return [rows[at][n] / rows[at][at] for at in range(n)]


def logistic(pairs):
    """-> [bias, weight…]"""
    n = len(pairs[0][0]) + 1
    rows = [([1.0] + values, label) for values, label in pairs]
    weights = [0.0] * n
    for _ in range(STEPS):
        slope = [0.0] + [-RIDGE * weight for weight in weights[1:]]
        bend = [[RIDGE if i == j and i else 0.0 for j in range(n)] for i in range(n)]
        for values, label in rows:
            chance = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values))))
            miss, spread = label - chance, chance * (1 - chance)
            for i, value in enumerate(values):
                if value:
                    slope[i] += miss * value
                    scaled, line = spread * value, bend[i]
                    for j in range(i, n):
                        line[j] += scaled * values[j]
        for i in range(n):
            for j in range(i):
                bend[i][j] = bend[j][i]
        step = solve(bend, slope)
        weights = [w + s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return [round(weight, 4) for weight in weights]


def train(found):
    fitted = {kind: logistic([pair for of in found for pair in of[kind]]) for kind in KINDS}
    return {kind: {"bias": weights[0], "values": weights[1:]} for kind, weights in fitted.items()}


def rouge(binary, weights, stories, gold, words, common):
    """-> mean ROUGE-1 and ROUGE-2 of the briefs written with these weights"""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"provenance": {}, "weights": weights}, file)
        file.flush()
        briefs = run(binary, stories, "--words", str(words), "--weights", file.name)
    scores = []
    for brief, one in zip(briefs, gold):
        said = list(brief.get("lede", [])) + [s for section in brief.get("sections", []) for s in section["sentences"]]
        said = common.rouge_tokens(" ".join(sentence["text"] for sentence in said))
        reference = common.rouge_tokens(one["reference"])
        scores.append([common.rouge_n(said, reference, n) for n in (1, 2)])
    return [round(sum(of) / len(scores), 4) for of in zip(*scores)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--write", help="the file of weights to write")
    options = parser.parse_args()
    folder = Path(os.environ["NEWSLOOM_EVALS"])
    sys.path.insert(0, str(folder))
    import brief_common as common
    labelled = common.EvalSet(folder / "write" / SET)
    stories, gold, words = labelled.inputs(), labelled.gold, labelled.meta["words"]
    found = examples(options.binary, stories, gold)
    held_out = []
    for half in (0, 1):
        weights = train(found[1 - half::2])
        held_out.append(rouge(options.binary, weights, stories[half::2], gold[half::2], words, common))
        print(f"half {half}, weights of the other: ROUGE-1 {held_out[-1][0]:.4f}, ROUGE-2 {held_out[-1][1]:.4f}", flush=True)
    weights = train(found)
    reached = rouge(options.binary, weights, stories, gold, words, common)
    mean = [round(sum(of) / 2, 4) for of in zip(*held_out)]
    print(f"held out: {mean[0]:.4f}, {mean[1]:.4f}; trained on all: {reached[0]:.4f}, {reached[1]:.4f}")
    provenance = {"program": "evals/writing/train.py", "set": f"{SET}: summaries by editors of {len(gold)} stories of three reports",
                  "rouge 1, 2": {"held out by story, both halves": mean, "trained on all": reached},
                  "values": "see VALUES in chances.rs, in this order"}
    if options.write:
        Path(options.write).write_text(json.dumps({"provenance": provenance, "weights": weights}, indent=2) + "\n")


if __name__ == "__main__":
    main()
