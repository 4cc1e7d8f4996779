#!/usr/bin/env python3
"""Scores `newsloom check` on a labelled set of another language than English.

    score.py BINARY german/dev.txt [german/test.txt …] [--show]

A sentence that its passage supports is a false alarm where the verdict is not `supported` or `partly` (those two are
published, the second after a person approved it); a damaged one is found where it is neither. `--show` lists
what was judged wrongly. No dependencies.
"""
import collections
import json
import subprocess
import sys

STANDS = {"supported", "partly"}


def read(path):
    """The lines of one set: (kind, sentence, passage, published); the kind of a true sentence is `true`."""
    lines, passage, published = [], None, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("= "):
                passage, published = None, line[2:]
            elif passage is None:
                passage = line
            elif line.startswith("+ "):
                lines.append(("true", line[2:], passage, published))
            else:
                kind, sentence = line.split(": ", 1)
                lines.append((kind, sentence, passage, published))
    return lines


def judge(binary, lines):
    """The verdict of each line with its reasons, as the binary gives them."""
    given = [
        json.dumps(
            {"id": at, "sentence": sentence, "sources": [{"id": "p", "text": passage, "published": published}]},
            ensure_ascii=False,
        )
        for at, (_, sentence, passage, published) in enumerate(lines)
    ]
    done = subprocess.run(
        binary.split() + ["check"], input="\n".join(given), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    paths = [arg for arg in sys.argv[2:] if not arg.startswith("--")]
    show = "--show" in sys.argv
    if not paths:
        sys.exit(__doc__)
    for path in paths:
        lines = read(path)
        answers = judge(sys.argv[1], lines)
        counts = collections.Counter()
        for (kind, sentence, _, _), answer in zip(lines, answers):
            stands = answer["verdict"] in STANDS
            right = stands == (kind == "true")
            counts[kind, right] += 1
            counts[kind, answer["verdict"]] += 1
            if show and not right:
                reasons = "; ".join(reason["detail"] for reason in answer.get("reasons", []))
                print(f"  {kind:12} {answer['verdict']:13} {sentence}  [{reasons}]")
        kinds = sorted({kind for kind, _, _, _ in lines} - {"true"})
        true = sum(1 for line in lines if line[0] == "true")
        print(f"{path}: {len({line[2] for line in lines})} passages")
        wrong, supported = counts["true", False], counts["true", "supported"]
        print(f"  true         {true:4}  false alarms {wrong / true:6.1%}  supported {supported / true:6.1%}")
        shares = []
        for kind in kinds:
            found, missed = counts[kind, True], counts[kind, False]
            shares.append(found / (found + missed))
            print(f"  {kind:12} {found + missed:4}  found        {shares[-1]:6.1%}")
        print(f"  mean over kinds    found        {sum(shares) / len(shares):6.1%}")


if __name__ == "__main__":
    main()
