"""The label of a provision: the document's own numbers, or its section and place in it."""

from __future__ import annotations

import re
from collections import Counter

from koinon.register.engine.layout.enumerators import Marker
from koinon.register.engine.layout.outline import Block

_PART = re.compile(
    r"\A((?:thematic area|[^\W\d_]+)\s+(?:\d{1,3}|[IVXLC]{1,6}|[A-H]))\s*(?:[:.–—-]|\Z)", re.IGNORECASE
)
_CUT = re.compile(
    r"\s+(?:in|for|to|on|at|by|with|the|from|towards?|pour|sur|para|sobre|en)\s+|[:–—(]|\s-\s", re.IGNORECASE
)


class Labels:
    """Counts the bullets and prose provisions of each section while a document is walked."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._bullets: Counter[object] = Counter()
        self._prose: Counter[str] = Counter()

    def item(self, block: Block) -> str:
        """The label of a marked item."""
        mark = block.marker
        holder = self._number(block.holder) if block.holder and block.holder.marker else ""
        if mark is None or mark.is_bullet:
            key = (id(block.holder) if holder else 0, self._section(block))
            self._bullets[key] += 1
            return f"{holder or self._section(block)} bullet {self._bullets[key]}".strip()
        article = _within_article(block)
        if holder or not article or mark.style.startswith("named"):
            return self._number(block)
        return f"{article}({mark.label.strip('()[]')})"

    def _number(self, block: Block) -> str:
        mark = block.marker
        if mark is None:
            return ""
        holder = block.holder
        above = self._number(holder) if holder and holder.marker and not holder.marker.is_bullet else ""
        if mark.is_bullet:
            return above
        if not above or _complete(mark):
            return mark.label
        bare = mark.label.strip("()[]")
        return f"{above}({bare})"

    def prose(self, block: Block) -> str:
        """The label of a sentence of running text."""
        section = self._section(block) or "Preamble"
        self._prose[section] += 1
        return f"{section} prose {self._prose[section]}"

    def _section(self, block: Block) -> str:
        if not block.headings:
            return "Preamble" if not block.marker else ""
        return short_section(block.headings[-1])


def _complete(mark: Marker) -> bool:
    """Whether an enumerator already holds the numbers above it ("1-5", "140.15", "Article 3")."""
    return mark.style in ("path", "hyphen", "§", "letter-number") or mark.style.startswith("named")


def _within_article(block: Block) -> str:
    for heading in reversed(block.headings):
        if heading.marker is not None and heading.marker.style.startswith("named"):
            return heading.marker.label
    return ""


def short_section(heading: Block) -> str:
    """A heading shortened to what a label can carry."""
    if heading.marker is not None and not heading.marker.is_bullet:
        return heading.marker.label
    words = heading.paragraph.plain.lstrip("# ").strip(" :*")
    if part := _PART.match(words):
        return part.group(1)
    cut = _CUT.search(words, 1)
    return (words[: cut.start()] if cut else words).strip()


def section_path(block: Block, title: str, has_headings: bool) -> tuple[str, ...]:
    """The headings above a block, then the items it is nested in."""
    path = [_shown(heading) for heading in block.headings]
    if not path:
        path = ["Preamble" if has_headings else title]
    holders = []
    holder = block.holder
    while holder is not None:
        holders.append(_shown(holder))
        holder = holder.holder
    return (*path, *reversed(holders))


def _shown(block: Block) -> str:
    words = block.paragraph.plain.lstrip("# ").strip(" *").rstrip(" :")
    mark = block.marker
    if mark is None or mark.is_bullet:
        return words
    if mark.style.startswith("named"):
        return f"{mark.label}. {words}" if words and not words.startswith(mark.label) else mark.label
    close = "." if mark.style not in ("path",) and mark.label[-1:] not in ")]" else ""
    return f"{mark.label}{close} {words}".strip()
