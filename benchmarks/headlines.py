"""How well any rule could choose the headline that a truth names, among those that a page gives.

    python -m benchmarks.headlines PAGES

PAGES as for `benchmarks.articles`. A page gives up to five headlines: JSON-LD's, its <h1>, og:title, twitter:title and
<title>, each without the site's name. A rule that does not know the outlet can go by which of them agree. One that was
told, for each such pattern, which field the truths took most often scores the most that is possible; one that was told
of all pages but the one it is asked about scores what may be expected of it elsewhere.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from benchmarks.articles import Page, pages
from transforms.articles.cleaning import clean_line
from transforms.articles.extraction import parse_page
from transforms.articles.headlines import headline_of, site_names, without_site
from transforms.articles.metadata import PageMetadata, as_text, read_metadata
from transforms.wire.decoding import decode_text

Titles = Mapping[str, str]  # by the name of the field
Pattern = tuple[int, ...]  # for each field the number of its headline among the different ones; 0 for none


def read(page: Page) -> PageMetadata:
    """Return what a page declares."""
    url = page.response.url
    return read_metadata(parse_page(decode_text(page.response.body, None, url=url), url), url)


def titles(page: PageMetadata) -> Titles:
    """Return the headlines that a page gives, "" where a field is missing."""
    given = {
        "JSON-LD": as_text(page.article.get("headline")),
        "h1": page.h1s[0] if page.h1s else None,
        "og:title": page.meta.get("og:title"),
        "twitter:title": page.meta.get("twitter:title"),
        "title": page.title,
    }
    names = site_names(page)
    return {field: without_site(clean_line(text or ""), names) or "" for field, text in given.items()}


def pattern(given: Titles) -> Pattern:
    """Return which of the headlines agree."""
    numbers = {"": 0}
    return tuple(numbers.setdefault(title, len(numbers)) for title in given.values())


def main() -> None:
    """Print what each field, our rule, and the best of all rules score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    right: defaultdict[str, int] = defaultdict(int)
    took: defaultdict[Pattern, list[set[str]]] = defaultdict(list)
    apart: Counter[str] = Counter()
    count = 0
    for page in pages(parser.parse_args().pages):
        count += 1
        declared, truth = read(page), clean_line(page.truth.headline)
        given = titles(declared)
        fields = {field for field, title in given.items() if title == truth}
        took[pattern(given)].append(fields)
        for field in fields:
            right[field] += 1
        right["any of them"] += bool(fields)
        right["ours"] += headline_of(declared, None)[0] == truth
        if given["JSON-LD"] and given["JSON-LD"] == given["h1"] != given["og:title"] and fields:
            apart["JSON-LD and h1" if "h1" in fields else "og:title"] += 1
    for known in took.values():
        votes = Counter(field for fields in known for field in fields)
        right["the best rule by pattern, told the truth"] += max(votes.values(), default=0)
        for fields in known:
            others = votes - Counter(fields)
            right["the same, told that of the other pages"] += max(others, key=others.__getitem__, default="") in fields
    for name, number in sorted(right.items(), key=lambda item: item[1]):
        print(f"{name:<42}{number / count:.3f}")
    print(f"where JSON-LD and the h1 agree against og:title, the truth is {dict(apart)}")


if __name__ == "__main__":
    main()
