"""The workbook that goes out to be filled in: provisions with keys, open and closed columns, and a guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from koinon.kernel.workbooks import Column, Sheet, Value
from koinon.register.engine.sheets import columns
from koinon.register.engine.sheets.columns import Dictionary, Words

SHOWN = (*columns.KEYS, "document_title", "text", *columns.OPEN, columns.REASON)
_WIDTHS = {
    "document": 18, "number": 8, "revision": 8, "document_title": 28, "text": 70, "label": 12, "section": 28,
    "issuer": 24, "addressees": 28, "deadline": 20, "deadline_from": 12, "deadline_due": 12, "themes": 30,
    "groups": 20, "reason": 34, "problem": 60,
}  # fmt: skip
_WRAPPED = ("text", "problem", "reason")
MARK = "✎ "  # what may be changed is seen without colour


def provisions(
    rows: Iterable[Mapping[str, Value]],
    dictionary: Dictionary,
    headings: Mapping[str, str],
    *,
    name: str,
    right_to_left: bool = False,
    problems: bool = False,
) -> Sheet:
    """The sheet of provisions; `rows` hold a value for each shown column, `headings` name them.

    With `problems`, a first open column tells why each row came back.
    """
    shown = (columns.PROBLEM, *SHOWN) if problems else SHOWN
    opened = {*columns.OPEN, columns.REASON}
    described = [
        Column(
            (MARK if key in opened else "") + headings[key],
            key,
            _WIDTHS.get(key, 16),
            key in opened,
            tuple(dictionary.called.get(key, {}).values()) if key in ("kind", "strength") else (),
            key in _WRAPPED,
        )
        for key in shown
    ]
    return Sheet(
        name,
        described,
        ([row.get(key) for key in shown] for row in rows),
        protected=True,
        frozen=shown.index("revision") + 1,
        right_to_left=right_to_left,
    )


def row(
    slug: str,
    number: int,
    revision: int,
    fixed: Mapping[str, str],
    cells: Mapping[str, Words],
    dictionary: Dictionary,
) -> dict[str, Value]:
    """A provision as a row: days as dates, codes as the reader calls them."""
    made: dict[str, Value] = {"document": slug, "number": number, "revision": revision}
    made |= {key: fixed.get(key, "") for key in ("document_title", "text")}
    for key, words in cells.items():
        made[key] = _value(key, dictionary.call(key, words))
    return made


def _value(key: str, words: Words) -> Value:
    if key in ("deadline_from", "deadline_due"):
        return date.fromisoformat(words[0]) if words else None
    return columns.joined(key, words)


def guide(
    name: str,
    heading: str,
    paragraphs: Sequence[str],
    tables: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    *,
    right_to_left: bool = False,
) -> Sheet:
    """The sheet that tells how: paragraphs, then tables of two columns, each below its name."""
    rows: list[tuple[str, str]] = [(paragraph, "") for paragraph in paragraphs]
    for title, table in tables:
        rows += [("", ""), (title, ""), *table]
    described = [Column(heading, width=60, wrapped=True), Column("", width=70, wrapped=True)]
    return Sheet(name, described, rows, right_to_left=right_to_left)
