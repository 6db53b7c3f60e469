"""How right the ties between wordings are, on pairs judged by hand.

    python -m benchmarks.wordings

`judged_wordings/*.jsonl` hold, a pair a line, the ids of two wordings and whether they are the same words of the
same saying, as a person judged who read both: cut, shifted in tense, edited by a word, quoted in other signs. No words
are in them: these are read from the sample newsroom (`newsroom.jsonl`) and from two public corpora of news annotated
with attributions, PolNeAR and GUM (`reported.jsonl`). All pairs with much in common were judged, tied or not: most of
what is missed is a word put in or left out, which `transforms.statements.clusters` takes for another saying.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpus import BENCH, read_documents
from transforms.statements.clusters import block_keys, core, same_words, statement_cluster_id

ROOT = Path(__file__).resolve().parents[1]
PAIRS = Path(__file__).with_name("judged_wordings")
NEWSROOM = ROOT / "examples" / "newsroom" / "truth.jsonl"


def newsroom_contents() -> Iterator[str]:
    """Yield what is said in the sample newsroom, as its ground truth has it."""
    for line in NEWSROOM.read_text(encoding="utf-8").splitlines():
        yield " ".join(json.loads(line)["content"])


def reported_contents() -> Iterator[str]:
    """Yield the contents of the attributions that the corpora are annotated with."""
    for name in ("polnear_dev", "gum_news_dev"):
        for document in read_documents(BENCH / "statements" / f"{name}.jsonl.gz"):
            for attribution in document["attributions"]:
                yield " ".join(document["text"][start:end] for start, end in attribution["content"])


def is_tied(one: str, other: str) -> bool:
    """Tell whether a load would tie the two: they share a key, and are compared then."""
    cores = core(one), core(other)
    return bool(block_keys(cores[0]) & block_keys(cores[1])) and same_words(*cores)


def judge(name: str, contents: Iterable[str], show: bool) -> None:
    """Print precision and recall on the pairs of a file, and with `show` each pair that is tied wrongly or missed."""
    wordings = {statement_cluster_id(content): content for content in contents}
    right = wrong = missed = apart = 0
    for line in (PAIRS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        words = wordings[pair["one"]], wordings[pair["other"]]
        tied, same = is_tied(*words), pair["same"]
        right, wrong = right + (tied and same), wrong + (tied and not same)
        missed, apart = missed + (same and not tied), apart + (not same and not tied)
        if show and tied != same:
            print("wrongly tied:" if tied else "missed:", *words, sep="\n    ")
    print(
        f"{name:10} {right + wrong + missed + apart:4} pairs, {right + missed} the same: "
        f"precision {right / (right + wrong):.2f} ({right} of {right + wrong}), "
        f"recall {right / (right + missed):.2f} ({right} of {right + missed})"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is tied wrongly or missed")
    show = parser.parse_args(arguments).show
    judge("newsroom", newsroom_contents(), show)
    if not BENCH.is_dir():
        print(f"{BENCH}: not there, so only the newsroom was judged", file=sys.stderr)
        return 0
    judge("reported", reported_contents(), show)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
