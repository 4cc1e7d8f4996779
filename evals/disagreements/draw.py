#!/usr/bin/env python3
"""Draws pairs of sentences that may contradict each other, for labelling by rule.md.

    draw.py SETS > drawn.jsonl            SETS is the folder of labelled sets that holds thread/
    draw.py SETS --show STORY             the sentences of one story's pairs, to be read; never commit them

A pair is two sentences of two articles of one story (thread/galaxy-odd, thread/ecbplus), of which neither article copies
the other (they share less than 30 % of the shorter one's runs of five words). It is drawn for

    figures   a number each, with another value, before or behind the same noun, with the same fate ("killed", "hurt"),
              or with the same name ("Lund, 34"): however little else the sentences share
    date      other days, where the sentences share rare words
    who       names in the same place between equal words, where they share rare words
    outcome   words that say the contrary, where they share rare words
    denial    a word of denial in one only, where they share rare words

The newsroom's own finder has no part in it. Sentences that give the same value of the same noun are one side, so that a
number told by ten outlets is drawn once. "half" is by a hash of the story: "development" or "held back".
Needs Python 3.11 and nothing else.
"""
import argparse, difflib, gzip, hashlib, itertools, json, math, re, sys
from collections import Counter, defaultdict
from pathlib import Path

MOST_OF_KIND = {"figures": 7, "fate": 14, "date": 4, "who": 3, "outcome": 7, "denial": 2, "denies": 6}
LEAST_ALIKE = {"figures": 0.1, "fate": 0.18, "date": 0.3, "who": 0.45, "outcome": 0.25, "denial": 0.4, "denies": 0.18}

MOST_ALIKE = 0.97  # Nothing but the figure differs: for the other kinds it is the same sentence once more.

SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: value for value, word in enumerate(SMALL)} | {word: 20 + 10 * at for at, word in enumerate(TENS)}
NUMBERS |= {f"{tens}-{one}": NUMBERS[tens] + NUMBERS[one] for tens in TENS for one in SMALL[1:10]} | {"dozen": 12}
SCALES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
FUNCTION = set("""a an the of in on at by for from to with and or but as is was were are be been being has have had it its
he she his her him they their them that this these those who which what when where while after before into over under out up
down than then there not no more most some any all each about around between during through against so if because also
said says say told will would could can may might should do does did just only other another one two its we our i you your""".split())
MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: at + 1 for at, name in enumerate(MONTHS)} | {name[:3]: at + 1 for at, name in enumerate(MONTHS)} | {"sept": 9}
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
FATES = {
    "killed": "killed|killing|kills|kill|died|dead|deaths|death|dies|lives|fatalities|fatally|bodies|toll|perished",
    "hurt": "injured|injuring|injuries|wounded|wounding|hurt|hospitalized|hospitalised|casualties",
    "held": "arrested|detained|arrests|arrest|custody", "missing": "missing|unaccounted",
    "rescued": "rescued|saved|freed|released", "fled": "displaced|evacuated|fled|homeless",
    "prison": "sentence|sentenced|prison|jail|jailed|bars", "fine": "fined|fine|penalty",
    "strength": "magnitude|richter|quake|earthquake|temblor|tremor", "deep": "depth|deep|beneath|below",
    "shots": "shots|shot|bullets|rounds|stabbed|stab", "votes": "votes|vote|voted", "charges": "charges|counts|count|charged",
}
FATES = {word: fate for fate, words in FATES.items() for word in words.split("|")}
CONTRARY = """convicted acquitted|guilty acquitted|guilty innocent|approved rejected|approve reject|accepted rejected|accept refuse|
accepted refused|agreed refused|killed survived|dead alive|died survived|killed injured|rose fell|rise fall|up down|increased decreased|
open closed|opened closed|won lost|passed failed|found missing|released held|released detained|confirmed denied|confirm deny|admitted
denied|arrested released|arrested fled|surrendered captured|surrendered arrested|stable critical|first second|before after|above below|more fewer|higher lower|morning evening|morning night|morning afternoon|afternoon evening|inside outside|north south|east west|
northeast northwest|southeast southwest|northeast southeast|northwest southwest|accidental deliberate|suicide murder|murder manslaughter|
first-degree second-degree|shot stabbed|male female|man woman|son daughter|brother sister|father mother|husband boyfriend|fired resigned|
quit fired|suspended expelled|granted denied|allowed banned|support oppose|supported opposed|success failure|succeeded failed|began ended|
tied won|knocked submitted|armed unarmed|divorced separated|knew unaware|voluntarily ordered|pleaded convicted|full partial"""
OPPOSITES = defaultdict(set)
for pair in CONTRARY.replace("\n", " ").split("|"):
    one, other = pair.split()
    OPPOSITES[one].add(other), OPPOSITES[other].add(one)
DENIES = set("denied denies deny denying rejects rejected dismissed refuted disputed disputes false untrue untruthful unfounded baseless contradicted".split())
DENIALS = DENIES | set("not no never none nobody without unaware".split())


def half(story):
    return "held back" if int(hashlib.sha256(story.encode()).hexdigest(), 16) % 2 else "development"


def sentences(text):
    """Character spans of the sentences of a text, by paragraph."""
    for paragraph in re.finditer(r"[^\n]+", text):
        start = paragraph.start()
        stops = re.finditer(r"(?<![A-Z])(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!St)(?<!Lt)(?<!Sgt)(?<!Gen)(?<!Col)(?<!Sen)(?<!Rep)(?<!No)(?<!Inc)[.!?][\"'”’)]*\s+(?=[\"“‘(]?[A-Z0-9])", paragraph[0])
        for end in [paragraph.start() + stop.end() for stop in stops] + [paragraph.end()]:
            if len(text[start:end].split()) >= 5:
                yield start, start + len(text[start:end].rstrip())
            start = end


def words(text):
    found = re.findall(r"\d[\d,]*(?:\.\d+)?|[$£€%]|[A-Za-z][A-Za-z'’.-]*[A-Za-z]|[A-Za-z]", text)
    return [re.sub(r"['’]s$", "", word) for word in found]


def stem(word):
    word = word.lower()
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


def numbers(found):
    """Places and values of the numbers among words, dates and years left out."""
    at = 0
    while at < len(found):
        word = found[at].lower()
        value = NUMBERS.get(word)
        if value is None and word[0].isdigit():
            value = float(word.replace(",", ""))
        if value is None or word in ("one", "zero"):
            at += 1
            continue
        end = at + 1
        while end < len(found) and found[end].lower() in SCALES:
            value *= SCALES[found[end].lower()]
            end += 1
        before = found[at - 1].lower().strip(".") if at else ""
        after = found[end].lower().strip(".") if end < len(found) else ""
        if not (1900 <= value <= 2100 or before in MONTHS or after in MONTHS):
            yield at, end, value
        at = end


def figures(found):
    """What is counted, with its value: ("noun", "passengers") → 30, ("fate", "killed"), ("name", "Lund")."""
    for at, end, value in numbers(found):
        keys = set()
        if end < len(found) and found[end] == "%":
            keys.add(("unit", "%"))
        if at and found[at - 1] in "$£€":
            keys.add(("unit", "money"))
        nouns = 0
        for word in found[end:end + 4]:
            if word.lower() not in FUNCTION and not word[0].isdigit() and word not in "$£€%":
                keys.add(("noun", stem(word)))
                nouns += 1
            if nouns == 2:
                break
        near = found[max(0, at - 6):at] + found[end:end + 6]
        keys |= {("fate", FATES[word.lower()]) for word in near if word.lower() in FATES}
        if at and found[at - 1][0].isupper() and at > 1:
            keys.add(("name", found[at - 1].lower()))
        for key in keys:
            yield key, value


def days(found):
    for at, word in enumerate(found):
        small = word.lower().strip(".")
        if word[0].isupper() and small in DAYS:
            yield small
        if word[0].isupper() and small in MONTHS:
            for near in (found[at - 1] if at else "", found[at + 1] if at + 1 < len(found) else ""):
                if near.isdigit() and int(near) < 32:
                    yield f"{MONTHS[small]}-{int(near)}"


def names_in_place(one, other):
    """Whether, between equal words, each has a name that the other does not have anywhere."""
    a, b = [word.lower() for word in one], [word.lower() for word in other]
    for what, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "replace" and j - i <= 6 and m - k <= 6:
            own = any(word[0].isupper() and at and word.lower() not in b and word.lower() not in DAYS for at, word in enumerate(one[i:j], i))
            others = any(word[0].isupper() and at and word.lower() not in a and word.lower() not in DAYS for at, word in enumerate(other[k:m], k))
            if own and others:
                return True
    return False


class Sentence:
    def __init__(self, article, text, start, end):
        self.article, self.text = article["id"], text[start:end]
        self.span = len(text[:start].encode()), len(text[:end].encode())
        self.words = words(self.text)
        self.terms = {stem(word) for word in self.words if word.lower() not in FUNCTION and word.isalpha() and len(word) > 2}
        self.figures, self.days = set(figures(self.words)), set(days(self.words))
        self.small = {word.lower() for word in self.words}


def stories(sets):
    for name in ("galaxy-odd", "ecbplus"):
        folder = Path(sets) / "thread" / name
        with gzip.open(folder / "articles.jsonl.gz", "rt") as file:
            articles = [json.loads(line) for line in file]
        with open(folder / "gold.jsonl") as file:
            gold = {row["id"]: row["story"] for row in map(json.loads, file)}
        of_story = defaultdict(list)
        for article in articles:
            of_story[gold[article["id"]]].append(article)
        yield from ((name, story, told) for story, told in of_story.items() if len(told) > 1)


def shingles(text):
    found = [word.lower() for word in words(text)]
    return {tuple(found[at:at + 5]) for at in range(len(found) - 4)}


def copies(articles):
    """Pairs of articles of which one copies the other."""
    of = {article["id"]: shingles(article["text"]) for article in articles}
    for one, other in itertools.combinations(of, 2):
        fewer = min(len(of[one]), len(of[other])) or 1
        if len(of[one] & of[other]) / fewer >= 0.3:
            yield one, other
            yield other, one


def likeness(one, other, rarity):
    both = sum(rarity[term] for term in one.terms & other.terms)
    return 2 * both / (sum(rarity[term] for term in one.terms | other.terms) + both or 1)


def differing(one, other, alike):
    """(kind, key, value, value) for each way in which two sentences may contradict each other."""
    for key, value in one.figures:
        for same, another in other.figures:
            told = (key, another) not in one.figures and (key, value) not in other.figures
            if same == key and value != another and told:
                yield "figures", " ".join(key), value, another
                if key[0] == "fate":
                    yield "fate", key[1], value, another
    if alike < min(least for kind, least in LEAST_ALIKE.items() if kind not in ("figures", "fate")) or alike > MOST_ALIKE:
        return
    if one.days and other.days and not one.days & other.days:
        yield "date", "day", min(one.days), min(other.days)
    if alike >= LEAST_ALIKE["who"] and names_in_place(one.words, other.words):
        yield "who", "names", one.text[:40], other.text[:40]
    contrary = [(w, o) for w in one.small for o in OPPOSITES.get(w, ()) if o in other.small and w not in other.small and o not in one.small]
    for word, opposite in contrary[:1]:
        yield "outcome", "contrary", word, opposite
    if bool(one.small & DENIALS) != bool(other.small & DENIALS):
        yield "denial", "denial", one.text[:40], other.text[:40]
    if bool(one.small & DENIES) != bool(other.small & DENIES):
        yield "denies", "denies", one.text[:40], other.text[:40]


def drawn(told, rarity):
    """The pairs of one story, the most alike of each kind first, one for each pair of values."""
    copied = set(copies(told))
    all_sentences = [Sentence(a, a["text"], *span) for a in told for span in sentences(a["text"])]
    all_sentences = [s for s in all_sentences if len(s.words) <= 70]
    found = []
    for one, other in itertools.combinations(all_sentences, 2):
        if one.article == other.article or (one.article, other.article) in copied:
            continue
        alike = likeness(one, other, rarity)
        if alike < min(LEAST_ALIKE.values()):
            continue
        for kind, key, value, another in differing(one, other, alike):
            bonus = 0.15 if key.startswith(("fate", "name")) else 0.0
            if alike >= LEAST_ALIKE[kind]:
                found.append((alike + bonus, kind, key, value, another, one, other))
    found.sort(key=lambda row: (-row[0], row[5].article, row[5].span, row[6].article, row[6].span, row[2]))
    taken, seen, pairs = Counter(), set(), set()
    for alike, kind, key, value, another, one, other in found:
        values = ("figures" if kind == "fate" else kind, frozenset([str(value), str(another)]))
        pair = (one.article, one.span, other.article, other.span)
        if taken[kind] == MOST_OF_KIND[kind] or values in seen or pair in pairs:
            continue
        seen.add(values), pairs.add(pair)
        taken[kind] += 1
        yield kind, key, value, another, alike, one, other


def pair_id(story, one, other):
    return hashlib.sha256(json.dumps([story, one.article, one.span, other.article, other.span]).encode()).hexdigest()[:10]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets")
    parser.add_argument("--show", action="append", metavar="STORY", help="print the sentences of this story, to be read; \"all\" of all")
    options = parser.parse_args()
    every = list(stories(options.sets))
    counts = Counter()
    for _, _, told in every:
        for article in told:
            counts.update({stem(w) for w in words(article["text"])})
    most = sum(len(told) for _, _, told in every)
    rarity = defaultdict(lambda: math.log(most), {term: math.log(1 + most / n) for term, n in counts.items()})
    for name, story, told in every:
        if options.show and not {story, "all"} & set(options.show):
            continue
        for kind, key, value, another, alike, one, other in drawn(told, rarity):
            row = {"id": pair_id(story, one, other), "set": name, "story": story, "half": half(story), "kind": kind,
                   "sides": [[one.article, *one.span], [other.article, *other.span]]}
            if options.show:
                row |= {"key": key, "values": [value, another], "alike": round(alike, 2), "texts": [one.text, other.text]}
            print(json.dumps(row))


if __name__ == "__main__":
    main()
