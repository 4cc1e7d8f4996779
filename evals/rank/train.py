#!/usr/bin/env python3
"""Trains the weights of `newsloom rank`, and says what they are worth on weeks that they were not trained on.

    NEWSLOOM_EVALS=FOLDER train.py BINARY [--fade HOURS…] [--write crates/pipeline/src/rank/weights.json]

FOLDER holds the labelled sets and `score_rank.py`. Needs Python 3.11 and nothing else.

At every mark of the set the binary prints all stories with the values of their terms; what is trained is one weight a
term, by coordinate ascent on the very figure that is scored (NDCG@10 of the next twelve hours), with velocity as the
measure (its weight stays 1). Held out by time: the marks are cut into five runs of weeks; each run is scored with the
weights of the others, without the marks within 84 hours of it, whose windows overlap. Only weights of general terms are
learned: nothing of an outlet, a word or a story leaves the set.
"""
import argparse, heapq, json, os, subprocess, sys, tempfile
from pathlib import Path

TERMS = ["velocity", "breadth", "following", "leading", "freshness", "authority"]
# Not trained: the set has no reprints and names no owners, so that breadth is velocity again; and the command knows
# no outlet's authority. Both are wanted in a place decided by little else.
BOUND = {"breadth": 0.1, "authority": 0.1}
STARTS = [{}, {"following": 0.3}]  # where the ascent begins: it may stop at a ridge
FOLDS, APART = 5, 84 * 3600
STEPS = [0.2, 0.1, 0.05, 0.02]
SETTINGS = """[rank]
velocity = 1.0
breadth = 1.0
following = 1.0
leading = 1.0
freshness = 1.0
authority = 1.0
diversity = 0.0
reports_cap = 200
fade_hours = {fade}
"""


def read_marks(binary, fade, scorer, stories):
    """-> [(time, gains, values)]: for each mark a list of gains and a list of values, a row a story."""
    lines = [json.dumps({**a, "story": stories.gold[a["id"]], "origin": a["id"]}) + "\n" for a in stories.articles]
    marks = []
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as settings:
        settings.write(SETTINGS.format(fade=fade))
        settings.flush()
        for now, first, end, gain in scorer.marks(stories):
            command = [binary, "rank", "--now", scorer.stamp(now), "--weights", settings.name]
            done = subprocess.run(command, input="".join(lines[first:end]), text=True, capture_output=True, check=True)
            ranked = sorted(map(json.loads, done.stdout.splitlines()), key=lambda one: one["story"])
            values = [{term["name"]: term["value"] for term in one["terms"]} for one in ranked]
            rows = [[of[name] for name in TERMS] for of in values]
            marks.append((now, [gain[one["story"]] for one in ranked], rows))
    return marks


def worth(marks, weights, scorer):
    total = 0.0
    for _, gains, rows in marks:
        scores = [sum(w * v for w, v in zip(weights, row)) for row in rows]
        best = heapq.nsmallest(scorer.TOP, range(len(rows)), key=lambda place: (-scores[place], place))
        total += scorer.ndcg(best, dict(enumerate(gains)))
    return total / max(len(marks), 1)


def train(marks, scorer):
    """-> the best weights from any of the starts, and what they reach."""
    return max((ascend(marks, scorer, start) for start in STARTS), key=lambda one: one[1])


def ascend(marks, scorer, start):
    weights = [1.0 if name == "velocity" else BOUND.get(name, start.get(name, 0.0)) for name in TERMS]
    best = worth(marks, weights, scorer)
    for step in STEPS:
        for place in (p for p, name in enumerate(TERMS) if p > 0 and name not in BOUND):
            for change in (step, -step):
                tried = [max(0.0, w + change) if p == place else w for p, w in enumerate(weights)]
                reached = worth(marks, tried, scorer)
                if reached > best:
                    best, weights = reached, tried
    return [round(weight, 3) for weight in weights], best


def held_out(marks, scorer):
    start, end = marks[0][0], marks[-1][0] + 1
    total, shown = 0.0, []
    for fold in range(FOLDS):
        low, high = (start + (end - start) * edge / FOLDS for edge in (fold, fold + 1))
        test = [mark for mark in marks if low <= mark[0] < high]
        rest = [mark for mark in marks if mark[0] < low - APART or mark[0] >= high + APART]
        weights, _ = train(rest, scorer)
        reached = worth(test, weights, scorer)
        total += reached * len(test)
        shown.append(f"{reached:.3f}")
    return total / len(marks), shown


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary")
    options.add_argument("--fade", type=int, nargs="+", default=[8, 10, 12], help="hours of fade_hours to try")
    options.add_argument("--write", type=Path, help="the file of weights to renew")
    chosen = options.parse_args()
    folder = os.environ.get("NEWSLOOM_EVALS")
    if not folder:
        raise SystemExit("NEWSLOOM_EVALS must name the folder of the labelled sets")
    sys.path.insert(0, folder)
    import score_rank as scorer

    stories = scorer.load("rank-hourly")
    tried = []
    for fade in chosen.fade:
        marks = read_marks(chosen.binary, fade, scorer, stories)
        apart, folds = held_out(marks, scorer)
        weights, whole = train(marks, scorer)
        named = dict(zip(TERMS, weights))
        print(f"fade {fade} h: held out {apart:.4f} ({' '.join(folds)}), trained on all {whole:.4f}: {named}", flush=True)
        tried.append((apart, whole, fade, named, len(marks)))
    if chosen.write:
        renew(chosen.write, max(tried, key=lambda one: one[0]))


def renew(path, best):
    apart, whole, fade, weights, marks = best
    file = json.loads(path.read_text())
    file["weights"].update(weights, fade_hours=fade)
    file["provenance"] = {
        "program": "evals/rank/train.py",
        "set": f"rank-hourly: {marks} marks, headlines of hourly top stories, August to October 2025",
        "ndcg10": {"held out by time": round(apart, 4), "trained on all": round(whole, 4)},
        "not trained": "breadth, authority, novelty, relevance, pin, diversity: the set says nothing of them",
    }
    path.write_text(json.dumps(file, indent=2) + "\n")


if __name__ == "__main__":
    main()
