"""A paper as the data that `report.typ` sets, and its drawings as files beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from koinon.kernel.lines import writable
from koinon.register.engine.exports.papers import right_to_left
from koinon.register.engine.exports.reports import code
from koinon.register.engine.reporting.paper import Block, Paper, Picture, Table, Words, shares

_VARIABLE = re.compile(r"var\(--[\w-]+,\s*([^)]+)\)")
_SIZE = re.compile(r'font-size="(\d+)px"')
_NARROWER = 0.85  # the printed face is wider than the one that the drawing was measured with
_FACE = re.compile(r'font-family="[^"]*"')


def as_data(paper: Paper, families: Sequence[str], colours: Sequence[str]) -> dict[str, Any]:
    """The paper as values for JSON: every text with its language and direction."""
    return {
        "title": writable(paper.title),
        "subtitle": writable(paper.subtitle),
        "author": writable(paper.author),
        "footer": writable(paper.footer),
        "contents": paper.contents,
        "about": [[writable(label), writable(value)] for label, value in paper.about],
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "language": code(paper.language),
        "dir": _direction(paper.language),
        "fonts": list(families),
        "blocks": [_block(n, block, colours) for n, block in enumerate(paper.blocks)],
    }


def drawings(paper: Paper, families: Sequence[str]) -> dict[str, bytes]:
    """The charts as files by name: colours and faces written out, as a printed page needs them."""
    face = f'font-family="{", ".join(families)}"'
    return {
        _file(n): _SIZE.sub(_smaller, _FACE.sub(face, _VARIABLE.sub(r"\1", block.wide))).encode()
        for n, block in enumerate(paper.blocks)
        if isinstance(block, Picture) and block.wide
    }


def _smaller(size: re.Match[str]) -> str:
    return f'font-size="{int(size[1]) * _NARROWER:.1f}px"'


def _file(number: int) -> str:
    return f"drawing-{number}.svg"


def number_of(file: str) -> int:
    """The number of the block whose chart is in a file."""
    return int(file.removeprefix("drawing-").removesuffix(".svg"))


def _block(number: int, block: Block, colours: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = _plain(asdict(block))
    found["sort"] = type(block).__name__.lower()
    if isinstance(block, Picture):
        found = {k: v for k, v in found.items() if k not in ("wide", "narrow")}
        found |= {"file": _file(number), "colours": list(colours)}
    if isinstance(block, Table):
        found["shares"] = shares(block)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == Words.__dataclass_fields__.keys():
            language = value["language"]
            return {
                "text": writable(value["text"]),
                "language": code(language) if language else None,
                "dir": _direction(language) if language else None,
            }
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return writable(value) if isinstance(value, str) else value


def _direction(language: str) -> str:
    return "rtl" if right_to_left(language) else "ltr"
