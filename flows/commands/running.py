"""How a loading command runs the line of data and tells what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flows import summary as words
from flows.console import ProgressBars, print_json, print_table, say
from flows.execution import LocalExecution
from flows.ledger import RunSummary
from flows.settings import Settings
from flows.workers import Workers


@contextmanager
def here(settings: Settings, *, quiet: bool) -> Iterator[LocalExecution]:
    """The steps run in this machine's worker processes, with progress bars on stderr."""
    with ProgressBars(quiet=quiet) as progress, Workers(settings.jobs) as workers:
        yield LocalExecution(workers, progress)


def through_prefect(flow: Callable[..., dict[str, Any]], parameters: dict[str, Any], *, as_json: bool) -> int:
    """The same steps as a Prefect flow run, against the API that PREFECT_API_URL names."""
    result = flow(**parameters)
    if as_json:
        print_json(result)
    return 0 if result["outcome"] == "completed" else 1


def print_summary(summary: RunSummary, settings: Settings, *, as_json: bool, quiet: bool) -> int:
    """Print what a run did; return its exit status."""
    if as_json:
        print_json(
            {
                "run_id": summary.run_id,
                "flow": summary.flow,
                "outcome": summary.outcome,
                "started_at": summary.started_at,
                "finished_at": summary.finished_at,
                "counts": summary.counts,
            }
        )
    elif not quiet:
        columns, rows = words.summary_table(summary)
        if summary.flow == "nightly":
            say(words.fetched(summary))
        print_table(columns, rows)
        if (refused := words.refused(summary)) is not None:
            say(refused)
        say(f"{words.headline(summary)} Published: {settings.published_file}")
    sys.stdout.flush()
    return summary.exit_status
