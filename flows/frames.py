"""The warehouse in Python, in one line: a query in, a pandas DataFrame out.

from flows.frames import frame

frame("from quotes where outlet = $outlet", values={"outlet": "BCV News"})
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.adapters.cancelling import cancellable
from flows.adapters.snapshots import open_snapshot
from flows.settings import read_settings

if TYPE_CHECKING:
    import pandas as pd


def frame(query: str, *, home: str | Path | None = None, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Return what a query to the published snapshot answers, as a DataFrame: times in UTC, days as times at midnight.

    `values` are bound to the query's `$name`s. `home`: where everything lies; $ONRECORD_HOME or ./data when not given.
    The snapshot is opened read-only and closed again, so each call sees what was published last, and a notebook that
    stays open holds nothing up. WarehouseError: nothing is published yet; QueryError: DuckDB's own words.
    """
    settings = read_settings(os.environ, home=str(home) if home is not None else None)
    with open_snapshot(settings.published_file) as connection:
        answer = cancellable(connection, lambda: connection.sql(query, params=dict(values or {})).to_arrow_table())
        found: pd.DataFrame = answer.to_pandas(date_as_object=False)
    return found
