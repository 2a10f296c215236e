"""What the styles of a DOCX say of a paragraph: heading, bold, list, contents; read through inheritance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from koinon.register.engine.sources.archives import Element
from koinon.register.engine.sources.docx_numbering import W

_HEADING = re.compile(r"heading (\d)$", re.I)
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits; `outline` is the heading level from 1, 0 for none."""

    name: str = ""
    outline: int = 0
    bold: bool = False
    hidden: bool = False
    number: str | None = None
    depth: int | None = None

    @property
    def contents(self) -> bool:
        """Whether the paragraph is a line of a table of contents."""
        return self.name.lower().startswith(("toc ", "table of figures"))


PLAIN = Style()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by id, the default paragraph style's, and the document's language."""

    by_id: dict[str, Style]
    numbers: dict[str, str]
    usual: Style = PLAIN
    language: str | None = None

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Read styles.xml (None: a document without styles)."""
        if root is None:
            return cls({}, {})
        nodes = {node.get(f"{W}styleId", ""): node for node in root.iter(f"{W}style")}
        by_id = {key: _resolved(key, nodes) for key in nodes}
        numbers = {key: s.number for key, s in by_id.items() if s.number}
        usual = next(
            (
                by_id[key]
                for key, node in nodes.items()
                if node.get(f"{W}default") in ("1", "true") and node.get(f"{W}type") == "paragraph"
            ),
            PLAIN,
        )
        language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        return cls(by_id, numbers, usual, language.get(f"{W}val") if language is not None else None)

    def named(self, properties: Element | None, tag: str) -> Style | None:
        """The style that paragraph or run properties refer to by `tag` (pStyle, rStyle)."""
        reference = properties.find(f"{W}{tag}") if properties is not None else None
        return self.by_id.get(reference.get(f"{W}val", "")) if reference is not None else None


def switched(properties: Element | None, tag: str) -> bool | None:
    """A toggle such as bold: on, off, or None where it is not mentioned."""
    node = properties.find(f"{W}{tag}") if properties is not None else None
    return None if node is None else node.get(f"{W}val", "1").lower() not in _OFF


def list_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The numId and the level (from 0) that paragraph properties give."""
    node = properties.find(f"{W}numPr") if properties is not None else None
    if node is None:
        return None, None
    number, depth = node.find(f"{W}numId"), node.find(f"{W}ilvl")
    level = depth.get(f"{W}val", "") if depth is not None else ""
    return (
        number.get(f"{W}val") if number is not None else None,
        int(level) if level.isdecimal() and len(level) == 1 else None,
    )


def outline_of(properties: Element | None) -> int | None:
    """The heading level from 1 that paragraph properties give; 0 for body text."""
    node = properties.find(f"{W}outlineLvl") if properties is not None else None
    level = node.get(f"{W}val", "") if node is not None else ""
    return None if not level.isdecimal() or len(level) > 1 else (int(level) + 1) % 10


def _resolved(key: str, nodes: dict[str, Element]) -> Style:
    """Follow basedOn to the root (at most 20 steps: a file may go in circles), nearest word wins."""
    chain: list[Element] = []
    at: str | None = key
    while at in nodes and len(chain) < 20:
        chain.append(nodes[at])
        based = nodes[at].find(f"{W}basedOn")
        at = based.get(f"{W}val") if based is not None else None
    name, outline, bold, hidden, number, depth = "", None, None, None, None, None
    for node in chain:
        label = node.find(f"{W}name")
        own = label.get(f"{W}val", "") if label is not None else ""
        name = name or own
        paragraph, run = node.find(f"{W}pPr"), node.find(f"{W}rPr")
        outline = _first(outline, outline_of(paragraph), _heading(own))
        bold = _first(bold, switched(run, "b"))
        hidden = _first(hidden, switched(run, "vanish"))
        found, level = list_of(paragraph)
        number, depth = _first(number, found), _first(depth, level)
    return Style(name, outline or 0, bool(bold), bool(hidden), number, depth)


def _heading(name: str) -> int | None:
    if found := _HEADING.match(name):
        return int(found.group(1))
    return 1 if name.lower() == "title" else None


def _first(*choices: _T | None) -> _T | None:
    return next((choice for choice in choices if choice is not None), None)
