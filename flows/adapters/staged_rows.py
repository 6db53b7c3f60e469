"""Which staged rows validation looks at: not the copies, not those that tell of nothing new, not those refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from schemas.quality import NOTHING_NEW


def set_apart(tables: Mapping[str, pa.Table]) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Return the tables without the rows that tell of nothing new, and those rows."""
    apart = dict(tables)
    nothing_new = {}
    for table in tables.keys() & NOTHING_NEW.keys():
        column, value = NOTHING_NEW[table]
        is_nothing = pc.fill_null(pc.equal(tables[table][column], value), False)
        apart[table], nothing_new[table] = tables[table].filter(pc.invert(is_nothing)), tables[table].filter(is_nothing)
    return apart, nothing_new


def without_copies(rows: pa.Table, grain: Sequence[str]) -> pa.Table:
    """Leave out the rows that equal an earlier one in every column; only rows that share their key are compared."""
    shared = rows.select(list(grain)).to_pandas().duplicated(keep=False)
    if not shared.any():
        return rows
    candidates = rows.filter(pa.array(shared)).to_pandas()
    nested = [name for name in rows.column_names if pa.types.is_list(rows.schema.field(name).type)]
    candidates[nested] = candidates[nested].map(str)  # lists cannot be hashed
    copies = candidates.duplicated(keep="first").to_numpy()
    kept = ~shared.to_numpy()
    kept[shared.to_numpy()] = ~copies
    return rows.filter(pa.array(kept))


def without(rows: pa.Table, positions: Mapping[int, object]) -> pa.Table:
    """Leave out the rows at these positions."""
    if not positions:
        return rows
    return rows.filter(pa.array([position not in positions for position in range(rows.num_rows)], pa.bool_()))
