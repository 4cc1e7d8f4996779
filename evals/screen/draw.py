#!/usr/bin/env python3
"""Draws the labelled sample for a topic's edition, and a disjoint one to learn from.

    draw.py ARTICLES GOLD --test test.ids --train train.ids

ARTICLES is rank-hourly/articles.jsonl.gz, GOLD its gold.jsonl (silver stories). Ids only are written:
    id <tab> cell      cell is "marked", "technology" or "other"

Test: 200 headlines that the keyword rule marks, 200 of technology that it does not mark, and 200 of the whole
set, drawn by the order of a hash. Train: further ones of each cell, from no story that the test has a headline of.
Each cell's size in the whole set goes to standard output: a headline weighs size / drawn of its cell.
"""
import argparse, gzip, hashlib, json, re
from collections import Counter

KEYWORDS = re.compile(
    r"\b(AI|A\.I\.|AIs|artificial intelligence|machine learning|deep learning|neural networks?|chatbots?|"
    r"ChatGPT|GPT-\w+|OpenAI|Anthropic|Claude|Gemini|Copilot|Grok|xAI|DeepSeek|LLMs?|deepfakes?|Nvidia|Sora|"
    r"robotaxis?|Waymo|driverless|self-driving|humanoids?)\b", re.I)
OUTLETS = {
    "TechCrunch", "The Verge", "9to5Mac", "9to5Google", "Engadget", "MacRumors", "Ars Technica", "WIRED", "CNET",
    "Tom's Hardware", "ZDNET", "Gizmodo", "Android Authority", "Android Police", "BleepingComputer", "VentureBeat",
    "The Register", "PCMag", "Mashable", "Windows Central", "The Information", "404 Media", "MIT Technology Review",
    "IEEE Spectrum", "TechRadar", "Tom's Guide", "PC Gamer", "XDA", "Digital Trends", "The Hacker News", "AppleInsider",
}
WORDS = re.compile(
    r"\b(Apple|iPhone|Google|Microsoft|Amazon|Meta|Facebook|Instagram|TikTok|Tesla|Intel|AMD|Samsung|Android|Windows|"
    r"software|app|apps|smartphones?|semiconductors?|chips?|chipmaker|cyber\w*|hack\w*|data cent(?:er|re)s?|tech|technology|robots?|"
    r"algorithms?|startups?|Silicon Valley|Oracle|Broadcom|TSMC|cloud|internet|online|YouTube|Spotify|Netflix|Musk|Altman|quantum)\b", re.I)


def cell(article):
    if KEYWORDS.search(article["title"]):
        return "marked"
    if article["outlet"] in OUTLETS or WORDS.search(article["title"]):
        return "technology"
    return "other"


def order(article, purpose):
    return hashlib.sha256(f"screen {purpose} {article['id']}".encode()).hexdigest()


def first(articles, purpose, count):
    return sorted(articles, key=lambda article: order(article, purpose))[:count]


def distinct(articles):
    """One headline of each wording: the stream repeats some."""
    seen, kept = set(), []
    for article in articles:
        words = " ".join(re.findall(r"\w+", article["title"].lower()))
        if words not in seen:
            seen.add(words)
            kept.append(article)
    return kept


def write(path, articles):
    with open(path, "w") as file:
        for article in articles:
            file.write(f"{article['id']}\t{cell(article)}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("gold")
    parser.add_argument("--test", required=True)
    parser.add_argument("--train", required=True)
    parser.add_argument("--counts", default="500,400,300", help="marked, technology, other of the training sample")
    args = parser.parse_args()
    articles = distinct(json.loads(line) for line in gzip.open(args.articles, "rt"))
    story = {row["id"]: row["story"] for row in map(json.loads, open(args.gold))}
    cells = {name: [a for a in articles if cell(a) == name] for name in ("marked", "technology", "other")}
    test = first(cells["marked"], "marked", 200) + first(cells["technology"], "technology", 200)
    drawn = {article["id"] for article in test}
    test += first([a for a in articles if a["id"] not in drawn], "random", 200)
    write(args.test, test)
    taken = {story[article["id"]] for article in test}
    train = []
    for name, count in zip(cells, map(int, args.counts.split(","))):
        free = [a for a in cells[name] if story[a["id"]] not in taken]
        train += first(free, "train", count)
    write(args.train, train)
    tested, learned = Counter(map(cell, test)), Counter(map(cell, train))
    for name, members in cells.items():
        print(f"{name}: {len(members)} in the set, {tested[name]} in the test, {learned[name]} to learn from")


if __name__ == "__main__":
    main()
