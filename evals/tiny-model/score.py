"""Says what became of a model's gibberish in a fortnight: `score.py FOLDER`; fails when any of it is out.

Reads the instance `fortnight` in the folder. A sentence of the model stands in the ledger's recorded answers;
no published statement may be one of them unless its own evidence holds those very words.
"""

import json
import re
import sqlite3
import sys


def plain(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def sentences(answer):
    """Every text in an answer, as far as it is JSON."""
    try:
        waiting = [json.loads(answer)]
    except ValueError:
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                yield value["text"]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def statements(value):
    """Every judged statement of a stored brief."""
    if isinstance(value, dict):
        if "text" in value and "evidence" in value:
            yield value
        for below in value.values():
            yield from statements(below)
    elif isinstance(value, list):
        for below in value:
            yield from statements(below)


def main(folder):
    kept = sqlite3.connect(f"file:{folder}/fortnight/newsloom.db?mode=ro", uri=True)
    answers = [answer for (answer,) in kept.execute("select answer from model_answers")]
    said = {plain(text): text for answer in answers for text in sentences(answer)}
    outcomes = {}
    for (outcome,) in kept.execute("select outcome from model_calls"):
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    briefs = kept.execute("select document from briefs where state = 'published'").fetchall()
    slipped, supported = [], 0
    for (document,) in briefs:
        for statement in statements(json.loads(document)):
            supported += statement["verdict"] == "supported"
            words = plain(statement["text"])
            true = any(words in plain(evidence["quote"]) for evidence in statement["evidence"])
            if words in said and not true:
                slipped.append(statement["text"])
    failed = 0
    for (document,) in kept.execute("select document from writings"):
        failed += len(json.loads(document)["failed"])
    print(json.dumps({"calls": outcomes, "answers": len(answers), "sentences of the model": len(said),
                      "failed in the latest briefs": failed, "published briefs": len(briefs),
                      "supported statements in them": supported, "of the model without support": slipped}, indent=1))
    if slipped or not said or not briefs or "answered" not in outcomes:
        sys.exit("a sentence without support is out" if slipped else "the model wrote nothing: nothing was tested")


if __name__ == "__main__":
    main(sys.argv[1])
