"""Tables flattened to lines: which cell says what is to be done, by whom, by when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koinon.register.engine.layout.enumerators import marker
from koinon.register.engine.layout.grids import Row, header
from koinon.register.engine.layout.outline import Block, Sort

_CELL = re.compile(r"\s*\t\s*|\s+\|\s+|\s{4,}")
_VAGUE = re.compile(
    r"(?:on-?going|continuous\w*|immediate(?:ly)?|tbd|n/?a|asap|permanent\w*|en cours|en curso|[-–—]*)\Z",
    re.IGNORECASE,
)


def rows_of(blocks: Sequence[Block], text: str) -> dict[int, Row]:
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
        named = header(cells)
        if named:
            columns, width, promised = named, len(cells), "signers" not in named and "lead" in named
            continue
        if not columns or abs(len(cells) - width) > 1:
            continue
        shift = len(cells) - width if cells[0][:1].isdigit() or len(cells) >= width else 0
        lead, due, signers = (_cell(cells, columns, name, shift) for name in ("lead", "due", "signers"))
        found[id(block)] = Row(
            lead, due, signers, promised, _unnumbered(_cell(cells, columns, "action", shift))
        )
    return found


def _cell(cells: list[str], columns: dict[str, int], name: str, shift: int) -> str:
    index = columns.get(name, -1)
    if index < 0 or index + min(shift, 0) >= len(cells):
        return ""
    words = " ".join(cells[index + min(shift, 0)].split())
    return "" if name == "due" and _VAGUE.match(words) else words


def _unnumbered(action: str) -> str:
    """An action without the enumerator that shares its cell."""
    found = marker(action)
    return action[found.length :] if found else action
