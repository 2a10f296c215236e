"""Tables whose cells stand one to a line: a header block, then a block of lines for every row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from koinon.register.engine.layout.enumerators import Marker
from koinon.register.engine.layout.lines import Line

COLUMNS: Mapping[str, re.Pattern[str]] = {
    "signers": re.compile(
        r"recommending|recommended by|proposed by|made by|états? (?:auteur|recommandant)|estados? recomend",
        re.IGNORECASE,
    ),
    "lead": re.compile(
        r"\b(?:lead|responsib\w+|who|owner|actor|party|agency|institution|member|body|partner|implement\w+|"
        r"responsable|chef de file|country|state|government|organi[sz]ation|pledg\w+ (?:state|party))\b",
        re.IGNORECASE,
    ),
    "due": re.compile(
        r"\b(?:due|deadline|by when|when|date|time ?(?:line|frame)|target|échéance|délai|plazo|fecha)\b",
        re.IGNORECASE,
    ),
    "action": re.compile(
        r"\b(?:action|commitment|recommendation|measure|activity|pledge|text|what|objective|recommandation|"
        r"mesure|acción|medida|compromiso|recomendación)\b",
        re.IGNORECASE,
    ),
}
_NUMBER = re.compile(r"#|n[o°º]\.?|nr\.?|number|ref\.?|id", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row: who is in the lead, by when, which states signed it (else empty), and
    the words of the action.

    `promised` says that the table lists commitments: a party in the lead, and no recommending states.
    """

    lead: str
    due: str
    signers: str
    promised: bool
    action: str = ""


def header(cells: Sequence[str]) -> dict[str, int]:
    """Which cell of a header row stands over which column; empty for what is no header row."""
    if any(len(cell) > 40 or any(c.isdigit() for c in cell) for cell in cells):
        return {}
    named: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for name, pattern in COLUMNS.items():
            if name not in named and index not in named.values() and pattern.search(cell):
                named[name] = index
                break
    return named if "action" in named and len(named) >= 2 else {}


def grid_rows(lines: Sequence[Line]) -> tuple[list[Line], dict[int, Row]]:
    """The lines with every such row reduced to its action, numbered; the cells by the action's start."""
    blocks = _blocks(lines)
    kept: list[Line] = []
    rows: dict[int, Row] = {}
    columns: dict[str, int] = {}
    width = 0
    for block in blocks:
        cells = [line.text for line in block]
        if len(cells) >= 3 and _NUMBER.fullmatch(cells[0]) and (found := header(cells)):
            columns, width = found, len(cells)
            continue
        if columns and len(cells) == width and cells[0].isdecimal():
            action = block[columns["action"]]
            action.marker = Marker("dec.", cells[0], (int(cells[0]),), 0)
            action.gap = 1
            kept.append(action)
            lead, due, signers = (
                cells[columns[name]] if name in columns else "" for name in ("lead", "due", "signers")
            )
            rows[action.start] = Row(lead, due, signers, "signers" not in columns and "lead" in columns)
            continue
        kept.extend(block)
    return kept, rows


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and line.gap == 0:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
