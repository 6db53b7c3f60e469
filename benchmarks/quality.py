"""How well statements and entities are found: `make quality` writes docs/quality.md, and fails when a figure fell.

Needs the benchmark data beside the checkout (../shared/bench); the texts stay there. The figures are those of its own
scorers, on its development articles.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from training.corpus import BENCH, Document, polnear, read_documents, swap_names
from transforms.answers import answer
from transforms.entities.knowledge import load_knowledge
from transforms.reading import read

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "quality.md"
_WORDS = 700  # of an article, for speed
_TOLERANCE = 1.0  # points a figure may fall
_SEED = 7
_TITLES = "scoring_title2qid.tsv"
_NAMES = (("names with type, exact F1", "F"),)
_PRONOUNS = (("he, she, they → name, right", "acc"), ("he, she, they → name, right of those resolved", "precision"))
_TOLD = {  # (data set, line of the scorer) -> what the page says of it
    ("gum-news", "ner.exact.micro"): _NAMES,
    ("worldwide", "ner.exact.micro"): _NAMES,
    ("crossner-politics", "ner.exact.micro"): _NAMES,
    ("gum-news", "cluster.pair"): (("names that are one, pair F1", "F"),),
    ("gum-news", "antecedent.3p"): _PRONOUNS,
    ("gap", "antecedent.3p"): _PRONOUNS,
}
_LINKED = ("news-fair-v2", "msnbc")
_HEAD = """\
# Quality

Written by `make quality`, which fails when a figure falls by more than a point.

Weights for the types of names were learned on gum-news and crossner-politics, among others, those for pronouns on gap:
there the figures are of documents that were seen. `python -m training.names` and `python -m training.pronouns` print
what is right of documents kept apart. Worldwide was never learned from.

"""

Row = tuple[str, str, float]  # section, name, figure


def main() -> None:
    """Measure, compare with the page, write it; exit 1 when a figure fell by more than a point."""
    if not BENCH.exists():
        sys.exit(f"{BENCH} is missing: quality is measured on the benchmark data beside the checkout")
    before = _read_page()
    rows = [*_statements(), *_entities()]
    PAGE.write_text(_page(rows), encoding="utf-8")
    fallen = [
        f"{section}, {name}: {before[section, name]} → {figure:.1f}"
        for section, name, figure in rows
        if "articles" not in name and before.get((section, name), 0.0) - figure > _TOLERANCE
    ]
    print(PAGE.read_text(encoding="utf-8"))
    if fallen:
        sys.exit("fallen by more than a point:\n" + "\n".join(fallen))


def _statements() -> Iterable[Row]:
    articles = polnear("dev")
    gum = read_documents(BENCH / "statements" / "gum_news_dev.jsonl.gz")
    for name, documents, learned in (
        ("PolNeAR dev", articles, True),
        ("PolNeAR dev, grammar alone", articles, False),
        ("PolNeAR dev, all names replaced", [_renamed(document) for document in articles], True),
        ("GUM news dev", gum, True),
        ("GUM news dev, grammar alone", gum, False),
    ):
        groups, speed = _score(documents, learned)
        total = groups["all"]
        yield name, "statements, F1 with source", 100 * total["statement"]["f1"]
        for kind in ("direct", "indirect", "mixed"):
            yield name, f"{kind}, F1 with source", 100 * groups[f"all/{kind}"]["statement"]["f1"]
        yield name, "content exact, F1", 100 * total["exact"]["f1"]
        yield name, "source right, of contents found", 100 * total["source_acc"]
        if total["speaker_acc"] is not None:
            yield name, "speaker name, strict", 100 * total["speaker_acc"]
            yield name, "speaker name, last name", 100 * total["speaker_lastname_acc"]
        yield name, "articles of 700 words per CPU second, entities included", speed


def _score(documents: list[Document], learned: bool) -> tuple[dict[str, Any], float]:
    knowledge = load_knowledge()
    read("Ana Lee said it was late.", knowledge, learned=learned)  # what is loaded once is not the article's cost
    began = time.process_time()
    answers = [answer(one["id"], read(one["text"], knowledge, learned=learned)) for one in documents]
    spent = time.process_time() - began
    words = sum(len(document["text"].split()) for document in documents)
    scorer = str(BENCH / "statements" / "score.py")
    return json.loads(_scored([scorer], documents, answers, ["--speech", "--json"])), words / _WORDS / spent


def _scored(script: list[str], gold: list[Document], answers: list[Document], options: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, lines in (("gold", gold), ("predicted", answers)):
            paths.append(Path(folder) / f"{name}.jsonl")
            paths[-1].write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, *script, *map(str, paths), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _renamed(document: Document) -> Document:
    """Return the article with every word that is a name replaced, its annotation moved along."""
    text, move = swap_names(document["text"], random.Random(f"{_SEED} {document['id']}"), 1.0)
    return {**document, "text": text, "attributions": [_moved(one, move) for one in document["attributions"]]}


def _moved(attribution: Document, move: Callable[[int], int]) -> Document:
    parts = {part: [[move(s), move(e)] for s, e in attribution[part]] for part in ("source", "cue", "content")}
    return {**attribution, **parts}


def _entities() -> Iterable[Row]:
    documents = read_documents(BENCH / "entities" / "dev.jsonl.gz")
    knowledge = load_knowledge()
    answers = [answer(one["id"], read(one["text"], knowledge, learned=False)) for one in documents]
    scorer = str(BENCH / "entities" / "score_entities.py")
    printed = _scored([scorer], documents, answers, ["--map", str(BENCH / "entities" / _TITLES), "--by", "dataset"])
    dataset = ""
    for line in printed.splitlines():
        if line.startswith("## "):
            dataset = line.split()[1]
            continue
        name, *figures = line.split()
        told = {key: float(value) for key, _, value in (one.partition("=") for one in figures) if value != "None"}
        for figure, key in _TOLD.get((dataset, name), ()):
            yield f"Entities, {dataset}", figure, 100 * told[key]
        if name == "link" and dataset in _LINKED:
            made = told["right"] + told["wrong"]
            yield f"Entities, {dataset}", f"links right, of {made:.0f} made", 100 * told["right"] / made


def _page(rows: Iterable[Row]) -> str:
    lines = _HEAD.splitlines()
    section = ""
    for name, figure, value in rows:
        if name != section:
            lines += ["", f"## {name}", "", "| figure | value |", "|---|---:|"]
            section = name
        lines.append(f"| {figure} | {value:.1f} |")
    return "\n".join(lines) + "\n"


def _read_page() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    section = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else ():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif match := re.fullmatch(r"\| (.+) \| (-?[\d.]+) \|", line):
            found[section, match.group(1)] = float(match.group(2))
    return found


if __name__ == "__main__":
    main()
