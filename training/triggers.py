"""Writes the words that make a sentence worth reading: python -m training.triggers; run before training."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from training.corpus import polnear
from transforms.statements.lexicon import lexicon

_WORD = re.compile(r"[A-Za-z]+")
_FEWEST, _SHARE = 2, 0.2  # times a word is in a cue of something said; of all times it is used
_RARE = 20  # uses: a cue of our lexicon that is rarer there is kept whatever the corpus says


def main() -> None:
    """Count the words of cues in the training articles, and write those that tell."""
    used: Counter[str] = Counter()
    in_cues: Counter[str] = Counter()
    for document in polnear("train"):
        text = document["text"]
        used.update(_words(text))
        for attribution in document["attributions"]:
            if attribution["speech"]:
                in_cues.update(word for start, end in attribution["cue"] for word in _words(text[start:end]))
    told = {word for word, count in in_cues.items() if count >= _FEWEST and count >= _SHARE * used[word]}
    known = {"according", *lexicon().forms, *lexicon().nouns}
    triggers = told | {word for word in known if used[word] < _RARE}
    path = Path(__file__).resolve().parents[1] / "schemas" / "encoder" / "triggers.txt"
    path.write_text("".join(f"{word}\n" for word in sorted(triggers) if len(word) > 1), encoding="utf-8")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


if __name__ == "__main__":
    main()
