"""Tables flattened to lines: which cell says what is to be done, by whom, by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from koinon.register.engine.layout.outline import Block, Sort

_CELL = re.compile(r"\s*\t\s*|\s+\|\s+|\s{4,}")
_COLUMNS = {
    "signers": re.compile(
        r"recommending|recommended by|proposed by|made by|état(?:s)? (?:auteur|recommandant)|"
        r"estado(?:s)? recomend",
        re.IGNORECASE,
    ),
    "lead": re.compile(
        r"\b(?:lead|responsib\w+|who|owner|actor|party|agency|institution|member|body|partner|"
        r"implement\w+|responsable|chef de file|country|state)\b",
        re.IGNORECASE,
    ),
    "due": re.compile(
        r"\b(?:due|deadline|by when|when|date|time ?(?:line|frame)|target|échéance|délai|plazo|fecha)\b",
        re.IGNORECASE,
    ),
    "action": re.compile(
        r"\b(?:action|commitment|recommendation|measure|activity|pledge|text|what|objective|"
        r"recommandation|mesure|acción|medida|compromiso|recomendación)\b",
        re.IGNORECASE,
    ),
}
_VAGUE = re.compile(
    r"(?:on-?going|continuous\w*|immediate(?:ly)?|tbd|n/?a|asap|permanent\w*|en cours|en curso|[-–—]*)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row: who is in the lead, by when, which states signed it (else empty)."""

    lead: str
    due: str
    signers: str
    promised: bool


def rows(blocks: Sequence[Block], text: str) -> dict[int, Row]:
    """The rows of tables by block, where a header row names the columns."""
    found: dict[int, Row] = {}
    columns: dict[str, int] = {}
    width = 0
    promised = False
    for block in blocks:
        if block.sort is Sort.ASIDE:
            continue
        source = block.paragraph.passage
        raw = text[block.paragraph.start : source.source(len(source.text) - 1) + 1] if source.text else ""
        cells = _CELL.split(raw) if "\t" in raw or " | " in raw else []
        if len(cells) < 3:
            continue
        header = _header(cells)
        if header:
            columns, width, promised = header, len(cells), "signers" not in header and "lead" in header
            continue
        if not columns or abs(len(cells) - width) > 1:
            continue
        shift = len(cells) - width if cells[0][:1].isdigit() or len(cells) >= width else 0
        lead, due, signers = (_cell(cells, columns, name, shift) for name in ("lead", "due", "signers"))
        found[id(block)] = Row(lead, due, signers, promised)
    return found


def _header(cells: list[str]) -> dict[str, int]:
    if any(len(cell) > 40 for cell in cells) or any(re.search(r"\d", cell) for cell in cells):
        return {}
    named: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for name, pattern in _COLUMNS.items():
            if name not in named and index not in named.values() and pattern.search(cell):
                named[name] = index
                break
    return named if "action" in named and len(named) >= 2 else {}


def _cell(cells: list[str], columns: dict[str, int], name: str, shift: int) -> str:
    index = columns.get(name, -1)
    if index < 0 or index + min(shift, 0) >= len(cells):
        return ""
    words = " ".join(cells[index + min(shift, 0)].split())
    return "" if name == "due" and _VAGUE.match(words) else words
