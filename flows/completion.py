"""The names an analyst may type: completed at the prompt, listed by .tables, explained by .describe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

_KEYWORDS = (
    "select from where and or not in is null like ilike between group by order by limit having join left join using on "
    "as distinct count(*) desc asc with case when then else end describe summarize union all except exists"
)
_BEFORE_RELATIONS = ("from", "join", "describe", "summarize")
_DOT_COMMANDS = (".tables", ".tables all", ".describe ", ".rows ", ".reopen", ".help", ".quit")
_DELIMITERS = " \t\n,()=<>'\"+-*/;|!"


class Names:
    """What the snapshot holds, from `schemas/queries/completions.sql`."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._columns: dict[str, list[tuple[str, str, str]]] = {}
        self._relations: dict[str, tuple[str, str]] = {}
        self._macros: dict[str, tuple[str, str]] = {}
        for kind, name, relation, type_, comment in rows:
            if kind == "column":
                self._columns.setdefault(relation, []).append((name, type_, comment))
            elif kind == "macro":
                # a macro's comment may begin with its call, for those who read it elsewhere
                self._macros[name] = (type_, re.sub(rf"^{name}\([^)]*\): ", "", comment or ""))
            else:
                self._relations[name] = (kind, comment)

    def relations(self) -> list[tuple[str, str, str]]:
        """Return (name, kind, comment), views first: they are what to ask."""
        found = [(name, kind, comment) for name, (kind, comment) in self._relations.items()]
        macros = [(f"{name}({parameters})", "macro", comment) for name, (parameters, comment) in self._macros.items()]
        order = {"view": 0, "macro": 1, "table": 2}
        return sorted([*found, *macros], key=lambda row: (order[row[1]], row[0]))

    def described(self, name: str) -> tuple[str, list[tuple[str, str, str]]] | None:
        """Return the comment and the columns of a table or view; of a macro its call and comment, and no columns."""
        if name in self._relations:
            return self._relations[name][1], self._columns.get(name, [])
        if name in self._macros:
            parameters, comment = self._macros[name]
            return f"{name}({parameters}): {comment}", []
        return None

    def completions(self, word: str, line: str, rest: str = "") -> list[str]:
        """Return what the word at the end of the line may become: columns of what line and rest name come first."""
        if line.lstrip().startswith("."):
            if line.strip() == word:
                return [command for command in _DOT_COMMANDS if command.startswith(word)]
            return [name for name in [*self._relations, *self._macros] if name.startswith(word)]
        before, dot, part = word.rpartition(".")
        wanted = part.lower()
        named = [relation for relation in self._relations if relation in line + rest]
        here = {column for relation in named for column, _, _ in self._columns.get(relation, [])}
        anywhere = {column for columns in self._columns.values() for column, _, _ in columns}
        columns = sorted(here or anywhere)
        calls = [f"{name}(" for name in self._macros]
        words = line.lower().split()
        former = words[-2:-1] if word else words[-1:]
        if dot:
            candidates = columns
        elif former and former[0] in _BEFORE_RELATIONS:
            candidates = [*self._relations, *calls]
        else:
            candidates = [*self._relations, *calls, *columns, *dict.fromkeys(_KEYWORDS.split())]
        return [before + dot + name for name in dict.fromkeys(candidates) if name.lower().startswith(wanted)]


def complete_with(names: Names, typed: Sequence[str]) -> None:
    """Make Tab complete these names; where Python has no readline, nothing happens.

    `typed`: the lines of the statement so far, without the one that is being edited.
    """
    try:
        import readline
    except ImportError:
        return
    found: list[str] = []

    def complete(word: str, state: int) -> str | None:
        if state == 0:
            line, end = readline.get_line_buffer(), readline.get_endidx()
            found[:] = names.completions(word, "\n".join((*typed, line[:end])), line[end:])
        return found[state] if state < len(found) else None

    completer: Callable[[str, int], str | None] = complete
    readline.set_completer(completer)
    readline.set_completer_delims(_DELIMITERS)
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    if not libedit:
        readline.parse_and_bind("set show-all-if-ambiguous on")
        readline.parse_and_bind("set completion-ignore-case on")
