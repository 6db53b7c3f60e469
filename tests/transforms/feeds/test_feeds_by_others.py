"""Feeds that nobody here wrote, held against what their authors say of them: `python -m benchmarks.feeds_by_others`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.feeds_by_others import differences, feeds, judge


@pytest.mark.corpora
@pytest.mark.timeout(300)
def test_feeds_are_read_as_their_authors_say_or_refused_with_a_reason(corpora: Path) -> None:
    verdicts = [judge(*feed) for feed in feeds(corpora / "feeds")]
    kinds = Counter(verdict.kind for verdict in verdicts)
    assert kinds["agrees"] >= 720
    assert kinds["differs"] <= 20
    assert kinds["read"] >= 1_900
    refused = sum(count for kind, count in kinds.items() if kind.startswith("refused"))
    assert refused <= 40
    assert kinds.total() > 2_800
    page = (Path(__file__).parents[3] / "docs" / "feeds-by-others.md").read_text("utf-8")
    assert differences(verdicts) == page
    assert "not yet judged" not in page
