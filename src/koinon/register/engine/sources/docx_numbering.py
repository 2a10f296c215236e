"""The enumerators that a word processor draws but does not store, rebuilt from numbering.xml.

ECMA-376 Part 1, 17.9: abstract definitions of up to nine levels, instances of them with overrides;
instances of one abstract definition continue one another unless an override restarts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from koinon.register.engine.sources.archives import Element
from koinon.register.engine.sources.enumerators import bullet, letters, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_KEPT_BULLETS = frozenset("-–—*•●◦○▪■►▶➢✓")
_ORDINAL_ENDS = {1: "st", 2: "nd", 3: "rd"}
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": lambda n: letters(n, repeated=True),
    "upperLetter": lambda n: letters(n, repeated=True).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "decimalEnclosedCircle": lambda n: chr(0x245F + n) if 0 < n < 21 else f"({n})",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "ordinal": lambda n: f"{n}{_ORDINAL_ENDS.get(n if n < 20 else n % 10, 'th')}",
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts and is drawn; `restart` is the level that restarts it (0: never)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _Instance:
    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]
    used: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts paragraphs in document order and gives each its enumerator."""

    instances: dict[str, _Instance]
    by_style: dict[str, tuple[str, int]]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None, style_numbers: dict[str, str]) -> Numbering:
        """Read numbering.xml; `style_numbers` maps numbering styles to their numId."""
        if root is None:
            return cls({}, {})
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for node in root.iter(f"{W}abstractNum"):
            key = node.get(f"{W}abstractNumId", "")
            abstracts[key] = _levels(node)
            if (link := node.find(f"{W}numStyleLink")) is not None:
                links[key] = link.get(f"{W}val", "")
        instances = {n.get(f"{W}numId", ""): _instance(n, abstracts) for n in root.iter(f"{W}num")}
        for instance in instances.values():
            target = instances.get(style_numbers.get(links.get(instance.abstract, ""), ""))
            if target is not None and not instance.levels:
                instance.levels, instance.abstract = dict(target.levels), target.abstract
        by_style = {
            level.style: (number, depth)
            for number, instance in reversed(instances.items())
            for depth, level in instance.levels.items()
            if level.style
        }
        return cls(instances, by_style)

    def enumerator(self, number: str, depth: int) -> str | None:
        """Count one paragraph of list `number` at level `depth` (from 0): its enumerator, None if unknown."""
        instance = self.instances.get(number)
        if instance is None or depth not in instance.levels:
            return None
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        if not instance.used:
            instance.used = True
            for level, start in instance.restarts.items():
                counts[level] = start - 1
        level_of = instance.levels
        for above in range(depth):
            if counts[above] is None:
                counts[above] = level_of.get(above, Level()).start
        held = counts[depth]
        counts[depth] = level_of[depth].start if held is None else held + 1
        for below in range(depth + 1, LEVELS):
            restart = level_of.get(below, Level()).restart
            if restart != 0 and (restart is None or depth < restart):
                counts[below] = None
        return _drawn(level_of, depth, counts)


def _drawn(levels: dict[int, Level], depth: int, counts: list[int | None]) -> str:
    level = levels[depth]
    if level.format == "bullet":
        return level.text if level.text in _KEPT_BULLETS else bullet(depth + 1)

    def value(found: re.Match[str]) -> str:
        at = int(found.group(1)) - 1
        form = "decimal" if level.legal and at < depth else levels.get(at, level).format
        return _FORMATS.get(form, str)(counts[at] or 0) if at <= depth else ""

    return re.sub(r"%([1-9])", value, level.text).strip()


def _levels(node: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for child in node.findall(f"{W}lvl"):
        depth = _number(child.get(f"{W}ilvl"), 0)
        if 0 <= depth < LEVELS:
            found[depth] = _level(child)
    return found


def _level(node: Element) -> Level:
    def value(tag: str) -> str | None:
        child = node.find(f"{W}{tag}")
        return child.get(f"{W}val") if child is not None else None

    restart = value("lvlRestart")
    return Level(
        start=_number(value("start"), 1),
        format=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        restart=None if restart is None else _number(restart, 0),
        legal=node.find(f"{W}isLgl") is not None,
        style=value("pStyle"),
    )


def _instance(node: Element, abstracts: dict[str, dict[int, Level]]) -> _Instance:
    reference = node.find(f"{W}abstractNumId")
    abstract = reference.get(f"{W}val", "") if reference is not None else ""
    levels = dict(abstracts.get(abstract, {}))
    restarts: dict[int, int] = {}
    for override in node.findall(f"{W}lvlOverride"):
        depth = _number(override.get(f"{W}ilvl"), 0)
        if not 0 <= depth < LEVELS:
            continue
        if (own := override.find(f"{W}lvl")) is not None:
            levels[depth] = _level(own)
        if (start := override.find(f"{W}startOverride")) is not None:
            restarts[depth] = _number(start.get(f"{W}val"), 1)
            levels[depth] = replace(levels.get(depth, Level()), start=restarts[depth])
    return _Instance(abstract, levels, restarts)


def _number(text: str | None, default: int) -> int:
    """A small whole number; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else default
