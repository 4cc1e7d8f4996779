#!/usr/bin/env python3
"""Trains how likely people hold a sentence for supported (`crates/pipeline/src/check/chance.json`), and says what that is worth on documents not trained on.

    NEWSLOOM_EVALS=FOLDER train.py BINARY [--write crates/pipeline/src/check/chance.json]

FOLDER holds the labelled sets. Needs Python 3.11, numpy and scikit-learn; takes some minutes.

`BINARY check --signs` lists what each sentence beside its sources looks like, in numbers (SIGNS in `check/signs.rs`): shares, runs, faults.
What is learned is a gradient-boosted sum of trees of two questions. No word, name or document leaves the sets. Each of the five sets that people
labelled counts the same, and in it the supported as much as the others; of a summary with a fault only the worst sentence counts as
unsupported, of one without all sentences as supported. The pairs of damaged sentences count a twentieth, so that their order stays.
Held out by document: eight parts, seven train, the eighth measures, three times with other parts.
"""
import argparse, gzip, hashlib, json, os, subprocess
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

SETS = ["qags-cnndm", "summedits-ectsum", "summedits-news", "summedits-podcast", "summedits-sales_email"]
PARTS, TIMES, DAMAGED = 8, 3, 0.05
GROWTH = dict(n_estimators=120, learning_rate=0.06, max_depth=2, min_samples_leaf=30, max_features=0.3, subsample=0.8, random_state=0)


def lines(path):
    packed = path.with_name(path.name + ".gz")
    return (gzip.open(packed, "rt") if packed.exists() else open(path)).read().splitlines()


def read(binary, folder):
    """-> [(signs of the sentences, supported, document)], sentences that stand in the source word for word left out"""
    told = subprocess.run([binary, "check", "--signs"], input="\n".join(lines(folder / "input.jsonl")), text=True, capture_output=True, check=True)
    found = []
    for line, gold in zip(told.stdout.splitlines(), lines(folder / "gold.jsonl")):
        answer, gold = json.loads(line), json.loads(gold)
        signs = [list(one["signs"].values()) for one in answer.get("sentences", [answer]) if "signs" in one]
        found.append((np.array(signs), gold["supported"], gold.get("doc", gold["id"])))
    return found


def worst(signs, names):
    faults = [at for at, name in enumerate(names) if name.endswith(" wrong") or name == "contradicted"]
    return int(np.argmax(signs[:, faults].sum(1) + 1 - signs[:, names.index("matched")]))


def rows(examples, names):
    """-> signs, labels, weights"""
    found = []
    for signs, supported, _ in examples:
        if not len(signs):
            continue
        at = worst(signs, names)
        found.append((signs[at], supported, 1.0))
        if supported:
            found += [(one, 1, 1.0 / len(signs)) for place, one in enumerate(signs) if place != at]
    x, y, w = (np.array(column) for column in zip(*found))
    labels = [supported for _, supported, _ in examples]
    for label in (0, 1):
        w[y == label] /= labels.count(label)
    return x, y, w


def train(sets, damaged, names):
    parts = [rows(examples, names) for examples in sets]
    if damaged:
        x, y, w = rows(damaged, names)
        parts.append((x, y, w * DAMAGED))
    x, y, w = (np.concatenate(column) for column in zip(*parts))
    return GradientBoostingClassifier(**GROWTH).fit(x, y, sample_weight=w * len(w) / w.sum())


def scores(model, examples):
    """The least chance among a summary's sentences; 1 where all stand in the source word for word."""
    whole = np.concatenate([signs for signs, _, _ in examples if len(signs)])
    odds, at, found = model.decision_function(whole), 0, []
    for signs, _, _ in examples:
        found.append(odds[at : at + len(signs)].min() if len(signs) else 99.0)
        at += len(signs)
    return np.array(found)


def balanced(scores, labels, bar):
    return ((scores[labels == 1] >= bar).mean() + (scores[labels == 0] < bar).mean()) / 2


def labels_of(sets):
    return [np.array([supported for _, supported, _ in examples]) for examples in sets]


def best_bar(all_scores, sets):
    labels = labels_of(sets)
    mean = lambda bar: np.mean([balanced(s, l, bar) for s, l in zip(all_scores, labels)])
    return max(np.unique(np.quantile(np.concatenate(all_scores), np.linspace(0.02, 0.98, 200))), key=mean)


def figures(all_scores, sets, bar):
    """-> balanced accuracy by set, and its mean"""
    each = [float(balanced(s, l, bar)) for s, l in zip(all_scores, labels_of(sets))]
    return [*each, float(np.mean(each))]


def held_out(sets, damaged, names):
    """At the bar that is best for the seven parts in training."""
    found = []
    for time in range(TIMES):
        part = lambda document: int(hashlib.md5(f"{time}{document}".encode()).hexdigest(), 16) % PARTS
        above = [np.zeros(len(examples)) for examples in sets]
        for this in range(PARTS):
            training = [[one for one in examples if part(one[2]) != this] for examples in sets]
            model = train(training, damaged, names)
            bar = best_bar([scores(model, examples) for examples in training], training)
            for examples, into in zip(sets, above):
                places = [at for at, one in enumerate(examples) if part(one[2]) == this]
                if places:
                    into[places] = scores(model, [examples[at] for at in places]) - bar
        found.append(figures(above, sets, 0))
    return np.mean(found, 0)


def tree(nodes, at, names, rate):
    if nodes.children_left[at] < 0:
        return round(float(nodes.value[at][0][0]) * rate, 4)
    ways = [tree(nodes, way, names, rate) for way in (nodes.children_left[at], nodes.children_right[at])]
    return [names[nodes.feature[at]], round(float(nodes.threshold[at]), 4), *ways]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--write", type=Path)
    given = ap.parse_args()
    folder = Path(os.environ["NEWSLOOM_EVALS"]) / "check"
    line = json.dumps({"id": 1, "sentence": "Ada wept.", "sources": [{"id": 1, "text": "Bo and Ada wept on Monday."}]})
    told = subprocess.run([given.binary, "check", "--signs"], input=line, text=True, capture_output=True, check=True)
    names = list(json.loads(told.stdout)["signs"])
    sets = [read(given.binary, folder / name) for name in SETS]
    damaged = read(given.binary, folder / "perturbed")
    model = train(sets, damaged, names)
    told = [scores(model, examples) for examples in sets]
    shipped, apart = ([round(float(value), 3) for value in found] for found in (figures(told, sets, best_bar(told, sets)), held_out(sets, damaged, names)))
    columns = [*SETS, "mean"]
    for name, values in (("held out by document", apart), ("trained on all", shipped)):
        print(f"{name:22}", *(f"{column} {value:.3f}" for column, value in zip(columns, values)))
    if given.write:
        prior = float(model.init_.class_prior_[1])
        file = {
            "provenance": {
                "program": "evals/check/train.py",
                "sets": SETS + ["perturbed"],
                "balanced accuracy at one bar": {"held out by document": dict(zip(columns, apart)), "trained on all": dict(zip(columns, shipped))},
                "trees": "[sign, bound, where it is at most the bound, where it is more], or what is added to the logarithm of the odds",
            },
            "weights": {"base": round(float(np.log(prior / (1 - prior))), 4), "trees": [tree(one[0].tree_, 0, names, GROWTH["learning_rate"]) for one in model.estimators_]},
        }
        given.write.write_text(written(file))


def written(file):
    """One tree a line."""
    weights = file["weights"]
    head = json.dumps({"provenance": file["provenance"]}, indent=2)[:-2]
    trees = ",\n".join("      " + json.dumps(one) for one in weights["trees"])
    return f'{head},\n  "weights": {{\n    "base": {weights["base"]},\n    "trees": [\n{trees}\n    ]\n  }}\n}}\n'


if __name__ == "__main__":
    main()
