"""The formats of rows that come in: told apart by their columns, each read by a module of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.register.engine import vocabulary as vocabularies
from koinon.register.engine.intake import columns, impact_oss, sheet, tables, uhri, upr_info
from koinon.register.engine.intake.columns import Column
from koinon.register.engine.intake.items import Parsed
from koinon.register.engine.intake.knowledge import Known
from koinon.register.engine.intake.tables import Table


@dataclass(frozen=True)
class Format:
    """One format: its key, what a sentence calls a file of it, its columns, and its reader."""

    key: str
    name: str
    columns: tuple[Column, ...]
    parsed: Callable[[Table, Known], Parsed]

    def held(self, header: Sequence[str]) -> int:
        """How many of its columns a header names."""
        return len(columns.recognised(header, self.columns))


FORMATS = {
    module.KEY: Format(module.KEY, module.NAME, module.COLUMNS, module.parsed)
    for module in (upr_info, uhri, impact_oss, sheet)
}
FIND_OUT = "find-out"


def parsed(wanted: str, name: str, data: bytes, parties: Directory, vocabulary: str | None) -> Parsed:
    """Read a file of that format, or of the one it turns out to be in ("find-out").

    `vocabulary` is the installation's own as TOML, None for the packaged one. One clear refusal where
    the file as a whole cannot be read; what is wrong with single rows stands in the outcome.
    """
    table = _table(name, data)
    fitting = _fitting(table)
    chosen = (fitting or _nearest(table)) if wanted == FIND_OUT else FORMATS[wanted]
    if columns.missing(table.header, chosen.columns):
        looks = fitting.name if fitting and fitting is not chosen else ""
        raise columns.lacking(table, chosen.name, chosen.columns, looks)
    words = vocabularies.Vocabulary.parse(vocabulary) if vocabulary else vocabularies.default()
    return _some(name, chosen.parsed(table, Known(parties, words)))


_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]\s*[\[\]}{\"]")


def _table(name: str, data: bytes) -> Table:
    if _JSON.match(data):
        return uhri.from_json(name, data)
    return tables.opened(name, data, lambda header: max(f.held(header) for f in FORMATS.values()))


def _fitting(table: Table) -> Format | None:
    """The format whose needed columns are all there, and of several the one that knows most of the header."""
    whole = [f for f in FORMATS.values() if not columns.missing(table.header, f.columns)]
    return max(whole, key=lambda f: f.held(table.header), default=None)


def _nearest(table: Table) -> Format:
    return max(FORMATS.values(), key=lambda f: f.held(table.header))


def _some(name: str, outcome: Parsed) -> Parsed:
    if outcome.rows == outcome.skipped:
        raise Refused(
            "register.intake.no_rows",
            "{file} has a header and no rows below it: nothing can be taken in.",
            file=name,
        )
    return outcome
