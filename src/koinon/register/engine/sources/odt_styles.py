"""What the styles of an ODT say: bold, raised, hidden, heading; and how its lists are numbered.

OASIS OpenDocument 1.3, part 3, sections 16.4 (list styles) and 19 (list numbering).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from koinon.register.engine.sources.archives import Element
from koinon.register.engine.sources.enumerators import bullet, letters, roman

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LEVELS = 10
_KEPT_BULLETS = frozenset("-–—*•●◦○▪■►▶➢✓")
_FORMATS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": lambda n: letters(n, repeated=True),
    "A": lambda n: letters(n, repeated=True).upper(),
    "i": roman,
    "I": lambda n: roman(n).upper(),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A text or paragraph style with everything it inherits."""

    bold: bool = False
    raised: bool = False
    hidden: bool = False
    named: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style; an empty `format` and no bullet draws no enumerator."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: str | None = None


@dataclass(slots=True)
class Counter:
    """The numbers of one list; deeper levels restart whenever a higher one counts."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def enumerator(self, depth: int, start: int | None = None) -> str:
        """Count one item at `depth` (from 0) and draw its enumerator, "" for none."""
        level = self.levels.get(depth, Level())
        held = self.counts[depth]
        fresh = level.start if held is None else held + 1
        self.counts[depth] = fresh if start is None else start
        for above in range(depth):
            if self.counts[above] is None:
                self.counts[above] = self.levels.get(above, Level()).start
        self.counts[depth + 1 :] = [None] * (LEVELS - depth - 1)
        if level.bullet is not None:
            return level.bullet if level.bullet in _KEPT_BULLETS else bullet(depth + 1)
        if level.format not in _FORMATS:
            return f"{level.prefix}{level.suffix}".strip()
        numbers = [
            _FORMATS.get(self.levels.get(at, level).format, str)(self.counts[at] or 0)
            for at in range(max(0, depth + 1 - level.shown), depth + 1)
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


@dataclass(frozen=True, slots=True)
class Styles:
    """Looks and list styles by name, and the numbering of headings."""

    looks: dict[str, Look]
    lists: dict[str, dict[int, Level]]
    outline: dict[int, Level]

    @classmethod
    def of(cls, roots: Iterable[Element | None]) -> Styles:
        """Read the styles of content.xml and styles.xml."""
        nodes: dict[str, Element] = {}
        lists: dict[str, dict[int, Level]] = {}
        outline: dict[int, Level] = {}
        for root in roots:
            if root is None:
                continue
            for node in root.iter(f"{STYLE}style"):
                nodes.setdefault(_key(node), node)
            for node in root.iter(f"{TEXT}list-style"):
                lists.setdefault(node.get(f"{STYLE}name", ""), _levels(node))
            for node in root.iter(f"{TEXT}outline-style"):
                outline = outline or _levels(node)
        return cls({key: _look(key, nodes) for key in nodes}, lists, outline)

    def look(self, element: Element, family: str) -> Look:
        """The look of a paragraph or span."""
        return self.looks.get(f"{family}:{element.get(f'{TEXT}style-name', '')}", PLAIN)


def whole(text: str | None, default: int) -> int:
    """A small whole number; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else default


def _key(node: Element) -> str:
    return f"{node.get(f'{STYLE}family', '')}:{node.get(f'{STYLE}name', '')}"


def _look(key: str, nodes: dict[str, Element]) -> Look:
    """Follow parents (at most 20: a file may go in circles), the nearest word wins."""
    family, _, name = key.partition(":")
    weight = position = display = None
    named = ""
    for _ in range(20):
        node = nodes.get(f"{family}:{name}")
        if node is None:
            break
        named = name
        properties = node.find(f"{STYLE}text-properties")
        if properties is not None:
            weight = weight or properties.get(f"{_FO}font-weight")
            position = position or properties.get(f"{STYLE}text-position")
            display = display or properties.get(f"{TEXT}display")
        name = node.get(f"{STYLE}parent-style-name", "")
    return Look(
        bold=weight == "bold" or bool(weight and weight.isdecimal() and weight >= "600"),
        raised=bool(position and position.startswith("super")),
        hidden=display == "none",
        named=named,
    )


def _levels(node: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for child in node:
        depth = whole(child.get(f"{TEXT}level"), 0) - 1
        if 0 <= depth < LEVELS:
            found[depth] = Level(
                format=child.get(f"{STYLE}num-format", ""),
                prefix=child.get(f"{STYLE}num-prefix", ""),
                suffix=child.get(f"{STYLE}num-suffix", ""),
                start=whole(child.get(f"{TEXT}start-value"), 1),
                shown=whole(child.get(f"{TEXT}display-levels"), 1),
                bullet=child.get(f"{TEXT}bullet-char"),
            )
    return found
