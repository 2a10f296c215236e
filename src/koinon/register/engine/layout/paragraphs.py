"""From lines to paragraphs: what a hard line end, a blank line or a page break has torn is joined again."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from koinon.register.engine.documents import Role
from koinon.register.engine.layout.enumerators import Marker
from koinon.register.engine.layout.lines import Line
from koinon.register.engine.layout.passages import Passage, passage

_ENDS = (".", "!", "?", ":", ";", "”", '"', "»", "。", "؟", "…", "।")
_HANGING = re.compile(
    r"(?:\b(?:the|a|an|of|and|or|to|in|on|for|with|by|from|at|as|that|which|its|their|our|an|into|de|la|le|les|des|du|"
    r"et|ou|à|el|los|las|del|y|en|para|por|con|que)|[,“(‘–—/&]|[^\W\d_]-)\Z",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")


@dataclass
class Paragraph:
    """A paragraph or list item: its words without the enumerator, and what the layout says of it."""

    passage: Passage
    marker: Marker | None
    role: Role | None
    level: int
    indent: int
    gap: int
    page: int | None
    bold: bool
    start: int

    @property
    def text(self) -> str:
        """The folded text, emphasis marks included."""
        return self.passage.text

    @cached_property
    def plain(self) -> str:
        """The text without emphasis marks (offsets differ from `text` when there were any)."""
        if "*" in self.text or "_" in self.text or "`" in self.text:
            return _EMPHASIS.sub("", self.text).strip()
        return self.text


@dataclass(slots=True)
class _Open:
    """A paragraph that is still being collected."""

    lines: list[Line]
    length: int

    @property
    def last(self) -> Line:
        return self.lines[-1]


def paragraphs(text: str, lines: list[Line]) -> list[Paragraph]:
    """Group lines into paragraphs."""
    width = _wrap_width(lines)
    _doubt_markers(lines, width)
    found: list[Paragraph] = []
    current: _Open | None = None
    for line in lines:
        if current and _continues(current, line, width):
            current.lines.append(line)
            current.length += len(line.text)
            continue
        if current:
            found.append(_closed(text, current.lines))
        current = _Open([line], len(line.text))
    if current:
        found.append(_closed(text, current.lines))
    return [paragraph for paragraph in found if paragraph.text]


def _closed(text: str, lines: list[Line]) -> Paragraph:
    first = lines[0]
    skip = first.marker.length if first.marker else 0
    ranges = [(first.start + skip, first.end), *((line.start, line.end) for line in lines[1:])]
    if skip >= first.end - first.start:
        ranges = ranges[1:] or [(first.end, first.end)]
    words = passage(text, [(a, b) for a, b in ranges if b > a] or [(first.start, first.end)])
    marker, role = first.marker, first.role
    return Paragraph(
        words, marker, role, first.level, first.indent, first.gap, first.page,
        all(line.bold for line in lines), first.start,
    )  # fmt: skip


def _wrap_width(lines: list[Line]) -> int:
    """The width at which lines are hard-wrapped, or 0 where a line is a paragraph."""
    pairs = torn = 0
    for line, after in itertools.pairwise(lines):
        if after.gap == 0 and len(line.text) > 35 and after.role is None and line.role is None:
            pairs += 1
            torn += not line.text.endswith(_ENDS) and after.marker is None
    if pairs < 3 or torn < 0.5 * pairs:
        return 0
    lengths = sorted(len(line.text) + line.indent for line in lines)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return width if width < 180 else 0


def _doubt_markers(lines: list[Line], width: int) -> None:
    """Take back enumerators that a hard line end only seems to make ("… of article\\n5. The …")."""
    previous: Line | None = None
    last: dict[str, tuple[int, ...]] = {}
    listed = ("", 0)
    for line in lines:
        mark = line.marker
        if mark and previous and line.role is None and _torn(previous, line, width):
            before = last.get(mark.style)
            follows = (
                before is not None and mark.number[:-1] == before[:-1] and mark.number[-1:] > before[-1:]
            )
            begins = mark.number[-1:] == (1,) and mark.style[0] == "("
            lower = line.text[mark.length : mark.length + 1].islower()
            weak_bullet = (
                mark.is_bullet and mark.label in "-–—o+>*" and lower and listed != (mark.style, line.indent)
            )
            if weak_bullet or (not mark.is_bullet and not follows and not begins):
                line.marker = mark = None
        if line.gap:
            listed = ("", 0)
        if mark:
            last[mark.style] = mark.number
            listed = (mark.style, line.indent)
        previous = line


def _torn(previous: Line, line: Line, width: int) -> bool:
    """Whether a line end falls inside a sentence."""
    if line.gap or previous.text.endswith(_ENDS):
        return False
    if width:
        return len(previous.text) + previous.indent > 0.7 * width
    return bool(_HANGING.search(previous.text))


def _continues(current: _Open, line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last, first = current.last, current.lines[0]
    if line.role is not None or line.marker is not None:
        return (
            line.role is Role.APART
            and first.role is Role.APART
            and line.gap == 0
            and not last.text.endswith(_ENDS)
        )
    if first.until and line.start < first.until:
        return True
    if first.role is Role.HEADING:
        return False
    if first.text.startswith("#") or line.text.startswith("#"):
        return False
    if first.marker and first.marker.length >= len(first.text):
        # an enumerator alone on its line: its words come on the next one
        return len(current.lines) == 1 and not first.marker.style.startswith("named")
    ended = last.text.endswith(_ENDS)
    lower = line.text[:1].islower()
    if (
        line.torn
        and not ended
        and len(last.text) > 30
        and not line.text.isupper()
        and (lower or line.text[:1] in '(“"' or line.text[:1].isdigit())
    ):
        return True
    if line.gap == 0 and width:
        return _same_wrapped(current, line, width, ended, lower)
    if ended or (len(current.lines) == 1 and len(last.text) < 25 and not _HANGING.search(last.text)):
        return False
    if lower:
        return current.length > 40
    return _hangs(last, line)


def _hangs(last: Line, line: Line) -> bool:
    clause = last.text.endswith(",") and line.text[:1].isupper()
    if line.gap and last.marker is not None and len(last.text) < 50 and line.text[:1].isupper():
        return False  # a numbered title may end in "for"
    return bool(_HANGING.search(last.text)) and line.gap <= 1 and not last.text.isupper() and not clause


def _same_wrapped(current: _Open, line: Line, width: int, ended: bool, lower: bool) -> bool:
    last = current.last
    short = len(last.text) + last.indent < 0.75 * width
    if lower or _HANGING.search(last.text):
        return True
    if ended:
        return not short and not (line.indent > last.indent + 1 and len(current.lines) > 1)
    # an unfinished short line before a capital: a heading, a name, an address
    return not (short and len(last.text) < 0.6 * width)
