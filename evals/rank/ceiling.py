#!/usr/bin/env python3
"""How well can early importance be told at all? Says what bounds the figure of `newsloom rank`.

    NEWSLOOM_EVALS=FOLDER ceiling.py

Needs: pip install numpy scipy lightgbm. Nothing of it is shipped.

1. Boosted trees (LambdaRank on the scored gain, and Poisson) with everything that the input tells: counts, ages,
   owners and gaps at many time scales, hour and weekday, the rate of the whole stream, who reports and how large their
   stories are, the words of the titles against all other titles of the window, live marks, new words. Held out by time as in
   `train.py`.
2. A ranker that knows the headlines of the next hours beforehand: by how much must one see into the future?
"""
import math, os, re, sys
from collections import Counter, defaultdict

import lightgbm
import numpy
import scipy.sparse

HOURS = [1, 2, 3, 4, 6, 7, 9, 12, 18, 24, 36, 48]
FOLDS, APART = 5, 84 * 3600
WORD = re.compile(r"[^\W_]+")
LIVE = re.compile(r"\blive\b|updates?\b", re.I)


def of_time(place, age, count):
    """Counts at many scales, and the ages of a story's reports."""
    add = lambda weights: numpy.bincount(place, weights, minlength=count)
    columns = [add((age <= hours) * 1.0) for hours in HOURS]
    columns += [add(0.5 ** (age / hours)) for hours in HOURS]
    columns += [add((1 + age / hours) ** -2.0) for hours in (1, 3, 12)]
    columns += [add(((age > low) & (age <= low + 12)) * 1.0) for low in (12, 36)]
    ages = [numpy.sort(age[place == story]) for story in range(count)]
    columns += [numpy.array([one[min(n, len(one) - 1)] for one in ages]) for n in (0, 1, 2)]
    return columns + [numpy.array([one[-1] for one in ages]), numpy.array([numpy.median(one) for one in ages])]


def of_outlets(place, outlets, count):
    sizes = numpy.log(numpy.bincount(place, minlength=count))
    who = [set() for _ in range(count)]
    for story, outlet in zip(place, outlets):
        who[story].add(outlet)
    total, stories = defaultdict(float), Counter()
    for story, names in enumerate(who):
        for name in names:
            total[name] += sizes[story]
            stories[name] += 1
    past = lambda story, name: (total[name] - sizes[story] + 2 * sizes.mean()) / (stories[name] + 1)
    followed = [[past(story, name) for name in names] for story, names in enumerate(who)]
    known = [numpy.mean([math.log(1 + stories[name]) for name in names]) for names in who]
    return [numpy.array(list(map(f, x))) for f, x in [(len, who), (numpy.mean, followed), (max, followed), (float, known)]]


def of_words(place, age, titles, count):
    """How near the titles of other stories are, the recent ones counting most; new words in the latest title."""
    words = [set(WORD.findall(title.lower())) for title in titles]
    number = Counter(word for one in words for word in one)
    column = {word: at for at, word in enumerate(number)}
    cells = [(row, column[word], math.log((len(words) + 1) / number[word])) for row, one in enumerate(words) for word in sorted(one)]
    rows, columns, values = zip(*cells)
    unit = lambda m: scipy.sparse.diags(1 / numpy.maximum(numpy.sqrt(m.multiply(m).sum(1)).A1, 1e-9)) @ m
    texts = unit(scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(words), len(column))))
    belongs = scipy.sparse.csr_matrix((numpy.ones(len(words)), (place, numpy.arange(len(words)))), shape=(count, len(words)))
    near = (unit(belongs @ texts) @ texts.T).toarray()
    near[belongs.toarray() > 0] = 0
    found = [(near**power) @ 0.5 ** (age / hours) for power in (1, 2) for hours in (6, 24)] + [near.max(1)]
    own = [numpy.flatnonzero(place == story) for story in range(count)]
    older = [set().union(*(words[i] for i in one[:-1])) for one in own]
    new = [len(words[one[-1]] - old) / max(1, len(words[one[-1]])) for one, old in zip(own, older)]
    return found + [numpy.array(new), numpy.bincount(place, [bool(LIVE.search(t)) for t in titles], minlength=count)]


def read(scorer, stories):
    times = numpy.array([scorer.seconds(a["published"]) for a in stories.articles])
    gold = [stories.gold[a["id"]] for a in stories.articles]
    marks = []
    for now, first, end, gain in scorer.marks(stories):
        names = sorted(gain)
        at = {name: number for number, name in enumerate(names)}
        place, age = numpy.array([at[name] for name in gold[first:end]]), (now - times[first:end]) / 3600
        window = stories.articles[first:end]
        columns = of_time(place, age, len(names)) + of_outlets(place, [a["outlet"] for a in window], len(names))
        columns += of_words(place, age, [a["title"] for a in window], len(names))
        stream = [(age <= 3).sum(), (age <= 12).sum(), len(age), now % 86400 // 3600, now // 86400 % 7, age.min()]
        columns += [numpy.full(len(names), float(value)) for value in stream]
        marks.append((now, numpy.stack(columns, 1), numpy.array([gain[name] for name in names])))
    return marks, times, gold


def worth(scorer, scores, gains):
    best = numpy.lexsort((numpy.arange(len(gains)), -scores))[: scorer.TOP]
    return scorer.ndcg(best.tolist(), dict(enumerate(gains.tolist())))


def trees(scorer, marks, objective):
    start, end, total = marks[0][0], marks[-1][0] + 1, 0.0
    for fold in range(FOLDS):
        low, high = (start + (end - start) * edge / FOLDS for edge in (fold, fold + 1))
        rest = [mark for mark in marks if mark[0] < low - APART or mark[0] >= high + APART]
        settings = {"objective": objective, "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 200, "verbose": -1,
                    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "seed": 1}
        if objective == "lambdarank":
            settings |= {"label_gain": list(range(200)), "lambdarank_truncation_level": 15}
        groups = [len(mark[2]) for mark in rest] if objective == "lambdarank" else None
        data = lightgbm.Dataset(numpy.concatenate([mark[1] for mark in rest]), numpy.concatenate([mark[2] for mark in rest]), group=groups)
        model = lightgbm.train(settings, data, 150)
        total += sum(worth(scorer, model.predict(mark[1]), mark[2]) for mark in marks if low <= mark[0] < high)
    return total / len(marks)


def foresight(scorer, marks, times, gold, stories, hours):
    """Ranks by the headlines of the next hours, then by velocity as it will stand after them."""
    total = 0.0
    for (now, _, gains), (_, first, _, gain) in zip(marks, scorer.marks(stories)):
        at = {name: number for number, name in enumerate(sorted(gain))}
        scores = numpy.zeros(len(at))
        later = now + hours * 3600
        for article in range(first, numpy.searchsorted(times, later, side="right")):
            if gold[article] in at:
                known = times[article] > now
                scores[at[gold[article]]] += known + 0.28 * (1 + (later - times[article]) / 43200) ** -2.0
        total += worth(scorer, scores, gains)
    return total / len(marks)


def main():
    folder = os.environ.get("NEWSLOOM_EVALS")
    if not folder:
        raise SystemExit("NEWSLOOM_EVALS must name the folder of the labelled sets")
    sys.path.insert(0, folder)
    import score_rank as scorer

    stories = scorer.load("rank-hourly")
    marks, times, gold = read(scorer, stories)
    for objective in ("lambdarank", "poisson"):
        print(f"trees, {objective}, {marks[0][1].shape[1]} features, held out by time: {trees(scorer, marks, objective):.4f}", flush=True)
    for hours in (0, 1, 2, 3, 6):
        print(f"knows the next {hours} hours: {foresight(scorer, marks, times, gold, stories, hours):.4f}", flush=True)


if __name__ == "__main__":
    main()
