"""A run's summary in the words people read: one table, and the sentences of what to look at."""

from __future__ import annotations

from flows.ledger import RunSummary

_LOADED = ("articles", "article_versions", "statements", "mentions", "entities", "entries", "quarantine")


def summary_table(summary: RunSummary) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return columns and rows: what was fetched, what was loaded."""
    rows: list[tuple[object, ...]] = [
        (table.replace("_", " "), c["new"], c["changed"], c["unchanged"])
        for table in _LOADED
        if (c := summary.counts["loaded"].get(table)) is not None
    ]
    return ("loaded", "new", "changed", "unchanged"), rows


def headline(summary: RunSummary) -> str:
    """Return one sentence: what the run brought."""
    loaded = summary.counts["loaded"]
    articles = loaded.get("article_versions", {}).get("new", 0)
    statements = loaded.get("statements", {}).get("new", 0)
    seconds = (summary.finished_at - summary.started_at).total_seconds()
    brought = f"{articles} new article texts, {statements} new statements" if articles or statements else "Nothing new"
    return f"{brought} ({seconds:.0f} s)."


def fetched(summary: RunSummary) -> str:
    """Return one sentence: what was asked of the network and what it said."""
    acquired = summary.counts["acquired"]
    told = {"fetched": "answered", "unchanged": "unchanged since the last run", "failed": "failed"}
    parts = []
    for kind in ("feed", "article"):
        for outcome, words in told.items():
            if count := acquired.get(f"{kind}_{outcome}", 0):
                parts.append(f"{count} {kind}{'s' if count > 1 else ''} {words}")
    return (", ".join(parts) if parts else "No feed was due") + "."


def refused(summary: RunSummary) -> str | None:
    """Return one sentence naming what was refused and where to read why, or None."""
    reasons = summary.counts["refused"]
    if not reasons:
        return None
    listed = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:8])
    return f"Refused and kept in quarantine: {listed}. See: onrecord sql 'from quarantine'"
