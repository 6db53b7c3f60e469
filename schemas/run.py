"""Records of the work itself: runs, steps, batches, refusals and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RunOutcome = Literal["running", "completed", "incomplete", "failed", "crashed"]
RUN_OUTCOMES: tuple[str, ...] = ("running", "completed", "incomplete", "failed", "crashed")
STAGES: tuple[str, ...] = ("fetch", "feed", "entry", "article", "statement", "validate")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record refused at some stage. It is kept in `quarantine` with the way back to its payload."""

    stage: str  # one of STAGES
    reason: str  # short, stable: "consent-wall", "http-404", "not-a-feed"
    detail: str
    subject: str  # URL or row id
    warc_file: str | None = None
    warc_offset: int | None = None
    table_name: str | None = None  # for rows refused by validation
    payload: str | None = None  # the refused row as JSON


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation evaluated on one table's staged rows."""

    suite: str
    table_name: str
    expectation: str
    column_name: str | None
    severity: str  # critical, warning, info (Great Expectations' terms)
    success: bool
    evaluated_count: int
    unexpected_count: int


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step did to one batch: counts by name, refusals are rows of their own."""

    step: str
    batch: str
    counts: dict[str, int] = field(default_factory=dict)
    duration_ms: int = 0
    outputs: tuple[str, ...] = ()  # the files it wrote, where the next step needs their names
