"""The quality report of a run: one self-contained HTML page that news values cannot make do anything.

Great Expectations' own Data Docs print unexpected values raw and reference outside hosts; here every value is escaped,
characters that hide or reorder text are spelt out, and the page may load nothing and run nothing (its policy says so).
"""

from __future__ import annotations

import base64
import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from schemas.run import Check, Refusal
from schemas.tables import TABLES
from transforms.quality.checks import added_up

SHOWN_REFUSALS = 200
_SHOWN_CHARACTERS = 400
_TEMPLATES = Path(__file__).with_name("templates")
_JOINERS = "\n\t\u200c\u200d"  # category C by Unicode's book, but names and emoji are written with them


def render_quality_report(summary: Mapping[str, Any], checks: Sequence[Check], refusals: Sequence[Refusal]) -> str:
    """Return the page. `summary`: the fields of a RunSummary, `counts` nested once or twice; any text in any value.

    The first SHOWN_REFUSALS refusals are listed, all are counted.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "quality.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    total = added_up(checks)
    return environment.get_template(
        "quality.html.j2"
    ).render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=digest,
        facts={name: value for name, value in summary.items() if not isinstance(value, Mapping)},
        counts={name: value for name, value in summary.get("counts", {}).items() if isinstance(value, Mapping)},
        checks_by_table=_by_table(total),
        checks=total,
        reasons=Counter((refusal.table_name or refusal.stage, refusal.reason) for refusal in refusals).most_common(),
        refusals=refusals[:SHOWN_REFUSALS],
        refusal_count=len(refusals),
    )


def write_report(path: Path, html: str) -> None:
    """Write the page, whole or not at all; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write(html)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _by_table(checks: Sequence[Check]) -> dict[str, list[Check]]:
    """Checks in load order of their tables; in a table, the failed ones first."""
    found = {table: [check for check in checks if check.table_name == table] for table in TABLES}
    return {table: sorted(some, key=lambda check: check.success) for table, some in found.items() if some}


def _inert(value: Any) -> Any:
    """Spell out what a browser would hide, reorder or refuse, and cut what is long; Jinja escapes what comes out."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = value if len(value) <= _SHOWN_CHARACTERS else f"{value[:_SHOWN_CHARACTERS]}… ({len(value):,} characters)"
    return "".join(_spelt_out(character) for character in text)


def _spelt_out(character: str) -> str:
    hidden = unicodedata.category(character).startswith("C") and character not in _JOINERS
    return f"[U+{ord(character):04X}]" if hidden else character
