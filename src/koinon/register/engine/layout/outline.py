"""The block model: headings, items nested under what introduces them, and prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from koinon.register.engine.documents import Role
from koinon.register.engine.layout.enumerators import Marker
from koinon.register.engine.layout.footnotes import asides
from koinon.register.engine.layout.headings import heading_rank
from koinon.register.engine.layout.paragraphs import Paragraph

_OPEN_END = re.compile(
    r"(?::|:\s*[-–—]|\b(?:to|by|including|through|that|inter alia|namely)\s*[,:]?\s*[-–—]?|—|–|،)\s*\Z",
    re.IGNORECASE,
)


SUMMARY = re.compile(
    r"\W*(?:executive summary|summary|abstract|at a glance|in (?:short|brief)|key (?:messages|points)|"
    r"summary of (?:key )?recommendations|"
    r"résumé(?: exécutif)?|synthèse|resumen(?: ejecutivo)?)\W*\Z",
    re.IGNORECASE,
)


_SENTENCE_END = re.compile(r"[^\W\d_]{2,}[.!?][”\"’)]*\s+[A-Z]")
_PREFATORY = re.compile(
    r"\W*(?:preamble|introduction|background|preface|foreword|context|overview|préambule|contexte|"
    r"preámbulo|introducción|antecedentes)\W*\Z",
    re.IGNORECASE,
)


class Sort(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"
    ASIDE = "aside"


@dataclass(eq=False)
class Block:
    """One paragraph in its place.

    `headings` is the path of headings above it; `intro` the block that introduces it (the item it is
    nested in, or the prose that ends in a colon); `items` the blocks it introduces; `holder` the item
    whose enumerator stands before its own in a label.
    """

    sort: Sort
    paragraph: Paragraph
    marker: Marker | None
    headings: tuple[Block, ...]
    rank: int = 0
    intro: Block | None = None
    holder: Block | None = None
    items: list[Block] = field(default_factory=list)

    @property
    def introduces(self) -> bool:
        """Whether the block is a chapeau: open-ended, with deeper items."""
        return bool(self.items) and opens(self.paragraph.plain)


def opens(text: str) -> bool:
    """Whether a text ends so that something must follow."""
    return bool(_OPEN_END.search(text[-20:]))


@dataclass(slots=True)
class _Level:
    """One depth of a list that is still open."""

    marker: Marker
    indent: int
    depth: int
    item: Block
    intro: Block | None


def implied_items(paragraphs: Sequence[Paragraph], first: int) -> frozenset[int]:
    """Unmarked lines after a chapeau that are items all the same: a run of clauses that semicolons join,
    or of lines without a blank line between them (what is left of a list that lost its bullets)."""
    run: list[int] = []
    for i in range(first, len(paragraphs)):
        paragraph = paragraphs[i]
        text = paragraph.plain
        joined = (
            i == first
            or paragraph.gap == 0
            or paragraphs[i - 1].plain.endswith((";", "; and", "; or", ", and"))
        )
        if (
            paragraph.marker
            or paragraph.role is not None
            or len(text) > 500
            or not joined
            or text.endswith(":")
        ):
            break
        run.append(i)
        if paragraph.plain.endswith(".") and (
            i + 1 >= len(paragraphs) or paragraphs[i + 1].gap or paragraph.gap
        ):
            break
    if len(run) < 2:
        run = _fragments(paragraphs, first)
        return frozenset(run) if len(run) >= 3 else frozenset()
    inner = [paragraphs[i].plain for i in run[:-1]]
    if not inner or any(text.endswith((".", "!", "?")) and ". " in text for text in inner):
        return frozenset()
    linked = sum(text.endswith((";", "; and", "; or", ", and")) for text in inner)
    bare = all(paragraphs[i].gap == 0 for i in run[1:]) and all(". " not in text for text in inner)
    bare = bare and all(len(paragraphs[i].plain) > 14 for i in run)
    return frozenset(run) if linked >= 0.7 * len(inner) or (bare and len(run) >= 2) else frozenset()


def _fragments(paragraphs: Sequence[Paragraph], first: int) -> list[int]:
    """A run of paragraphs of one clause each, most of which begin alike ("That …", "The right of …")."""
    run: list[int] = []
    for i in range(first, len(paragraphs)):
        text = paragraphs[i].plain
        if (
            paragraphs[i].marker
            or paragraphs[i].role is not None
            or len(text) > 600
            or text.endswith((",", ":"))
            or _SENTENCE_END.search(text)
        ):
            break
        run.append(i)
    openings = Counter(
        " ".join(paragraphs[i].plain.split()[:2])
        if paragraphs[i].plain[:4] == "The "
        else paragraphs[i].plain.split()[0]
        for i in run
    )
    alike = sum(count for _, count in openings.items() if count > 1)
    return run if alike >= 0.6 * len(run) else []


def outline(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The blocks of a document in order, nested and under their headings."""
    builder = _Builder(paragraphs)
    for i in range(len(paragraphs)):
        builder.take(i)
    return builder.blocks


class _Builder:
    """Walks the paragraphs once, keeping the open headings and lists."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.aside = asides(paragraphs)
        self.blocks: list[Block] = []
        self.headings: list[Block] = []
        self.levels: list[_Level] = []
        self.pending: Block | None = None
        self.article: Block | None = None
        self.implied: frozenset[int] = frozenset()
        self.standing: tuple[Block, int] | None = None

    def take(self, i: int) -> None:
        """Place paragraph `i`."""
        paragraph = self.paragraphs[i]
        before = self.paragraphs[i - 1] if i else None
        after = self.paragraphs[i + 1] if i + 1 < len(self.paragraphs) else None
        if i in self.aside:
            self.blocks.append(Block(Sort.ASIDE, paragraph, paragraph.marker, tuple(self.headings)))
            return
        if paragraph.marker and paragraph.marker.style.startswith("named") and self._named(paragraph, after):
            return
        if i in self.implied:
            self._item(paragraph)
            return
        if self.blocks and self.blocks[-1] is self.pending and paragraph.marker is None:
            self.implied = implied_items(self.paragraphs, i)
            if self.implied:
                self._item(paragraph)
                return
        rank = heading_rank(before, paragraph, after)
        if rank is not None:
            self._heading(paragraph, rank)
        elif paragraph.marker or paragraph.role is Role.ITEM:
            self._item(paragraph)
        elif self.article is not None:
            self._article_body(paragraph, after)
        else:
            self._prose(paragraph, i)

    def _heading(self, paragraph: Paragraph, rank: int) -> None:
        while self.headings and (
            self.headings[-1].rank >= rank or self._summed_up(rank, paragraph.marker is not None)
        ):
            self.headings.pop()
        block = Block(Sort.HEADING, paragraph, paragraph.marker, tuple(self.headings), rank)
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last is self.pending:
            # a chapeau right before headings stands over the lists under all of them
            self.standing = (last, rank)
        else:
            self.pending = None
            if self.standing is not None and rank < self.standing[1]:
                self.standing = None
        self.headings.append(block)
        self.levels.clear()
        self.article = None
        self.blocks.append(block)

    def _summed_up(self, rank: int, numbered: bool) -> bool:
        """Whether the open heading is prefatory, or a summary that has had its text: this one ends it."""
        if numbered and _PREFATORY.match(self.headings[-1].paragraph.plain):
            return True
        return (
            rank >= 7
            and bool(SUMMARY.match(self.headings[-1].paragraph.plain))
            and self.blocks[-1] is not self.headings[-1]
        )

    def _named(self, paragraph: Paragraph, after: Paragraph | None) -> bool:
        """ "Article 5" or "Principle 3: Title" on a line of its own: a heading that lends its label."""
        words = paragraph.plain
        alone = paragraph.marker is not None and paragraph.passage.sources[0] == paragraph.start
        title = alone or (len(words) < 100 and not words.endswith((".", ";", ":")) and words.count(" ") < 12)
        same = (
            after is not None
            and after.marker is not None
            and after.marker.style == (paragraph.marker or after.marker).style
        )
        if not title or after is None or same:
            return False
        self._heading(paragraph, 5)
        if alone and after.marker is None and after.role is not Role.ITEM:
            self.article = self.blocks[-1]
        return True

    def _article_body(self, paragraph: Paragraph, after: Paragraph | None) -> None:
        """The unnumbered text of an article is the item that the article's number marks."""
        article, self.article = self.article, None
        block = Block(Sort.ITEM, paragraph, article.marker if article else None, tuple(self.headings))
        self.blocks.append(block)
        mark = block.marker
        if mark is not None and (opens(paragraph.plain) or after is None or after.marker is not None):
            self.levels = [_Level(mark, paragraph.indent, 0, block, None)]

    def _item(self, paragraph: Paragraph) -> None:
        mark = paragraph.marker or Marker(f"bullet mark{paragraph.level}", "", (), 0)
        self.article = None
        if mark.style == "ordinal" and mark.number == (1,) and self.pending is None and self._listed():
            # "First, …" after a list opens the declaration's own paragraphs
            self.levels.clear()
        at, mark = self._place(mark, paragraph)
        if at is None:
            holder = self.levels[-1].item if self.levels else None
            heading = bool(self.blocks) and self.blocks[-1].sort is Sort.HEADING
            standing = self.standing[0] if self.standing and heading and not self.levels else None
            intro = self.pending or holder or standing
            block = Block(Sort.ITEM, paragraph, mark, tuple(self.headings), intro=intro, holder=holder)
            self.levels.append(_Level(mark, paragraph.indent, paragraph.level, block, intro))
        else:
            del self.levels[at + 1 :]
            level = self.levels[at]
            level.intro = self.pending or level.intro
            holder = self.levels[at - 1].item if at else None
            block = Block(Sort.ITEM, paragraph, mark, tuple(self.headings), intro=level.intro, holder=holder)
            level.marker, level.item = mark, block
        if (
            self.pending is not None
            and self.blocks
            and self.pending is not self.blocks[-1]
            and not self.levels
        ):
            self.pending = None
        if block.intro is not None:
            block.intro.items.append(block)
        self.pending = None if self.levels and self.levels[-1].intro is self.pending else self.pending
        self.blocks.append(block)

    def _listed(self) -> bool:
        """Whether a list of another sort is open, and its last item closed."""
        return (
            bool(self.levels)
            and self.levels[0].marker.style != "ordinal"
            and not opens(self.blocks[-1].paragraph.plain)
        )

    def _place(self, mark: Marker, paragraph: Paragraph) -> tuple[int | None, Marker]:
        """The open level that an item continues (None: it opens a deeper one), and how to read its mark."""
        readings = [mark, mark.other] if mark.other else [mark]
        goes_on = any(_follows(level, reading, paragraph) for level in self.levels for reading in readings)
        for at, level in enumerate(self.levels):
            if goes_on:
                break
            if (
                level.marker.style == "path"
                and mark.style[:3] == "dec"
                and mark.number[0] == level.marker.number[0] + 1
            ):
                # "62." after "61.16": the number that the path belongs to goes on
                del self.levels[at:]
                return None, mark
        for test in (_follows, _skips):
            for at in range(len(self.levels) - 1, -1, -1):
                for reading in readings:
                    if test is _skips and mark.other is not None and mark.other.number == (1,):
                        # "(i)" after "(e)" opens a list of romans; it skips no letters
                        continue
                    if test(self.levels[at], reading, paragraph):
                        return at, reading
        if mark.other and mark.other.number == (1,):
            mark = mark.other
        for at in range(len(self.levels) - 1, -1, -1):
            if self.levels[at].marker.style == mark.style and _restarts(self.levels[at], mark, paragraph):
                return at, mark
        if (
            mark.number[-1:] != (1,)
            and not mark.is_bullet
            and self.levels
            and mark.style[:3] == self.levels[0].marker.style[:3]
        ):
            return 0, mark
        return None, mark

    def _prose(self, paragraph: Paragraph, i: int) -> None:
        held = self._holds(paragraph, i)
        block = Block(Sort.PROSE, paragraph, None, tuple(self.headings))
        if held:
            block.holder = self.levels[-1].item
            block.intro = block.holder
        elif not self._numbering_goes_on(i):
            self.levels.clear()
        else:
            while self.levels and self.levels[-1].marker.is_bullet:
                self.levels.pop()
        self.blocks.append(block)
        self.pending = block if opens(paragraph.plain) else None

    def _holds(self, paragraph: Paragraph, i: int) -> bool:
        """Whether unmarked text goes on with the item before it: it hangs under the item's words."""
        if not self.levels or opens(paragraph.plain):
            return False
        level = self.levels[-1]
        return paragraph.indent > level.indent + 1 and paragraph.indent > 1

    def _numbering_goes_on(self, i: int) -> bool:
        if not self.levels:
            return False
        for paragraph in self.paragraphs[i + 1 : i + 4]:
            if paragraph.marker:
                return any(_follows(level, paragraph.marker, paragraph) for level in self.levels)
        return False


def _follows(level: _Level, mark: Marker, paragraph: Paragraph) -> bool:
    if level.marker.style != mark.style:
        return False
    if mark.is_bullet:
        if paragraph.role is Role.ITEM and paragraph.level and level.depth:
            return paragraph.level == level.depth
        return abs(paragraph.indent - level.indent) < 2
    before = level.marker.number
    if mark.number[:-1] == before[:-1]:
        return mark.number[-1] == before[-1] + 1
    return (
        mark.style in ("path", "hyphen", "letter-number")
        and len(mark.number) == len(before)
        and mark.number > before
    )


def _skips(level: _Level, mark: Marker, paragraph: Paragraph) -> bool:
    if level.marker.style != mark.style or mark.is_bullet or mark.number[:-1] != level.marker.number[:-1]:
        return False
    return 0 < mark.number[-1] - level.marker.number[-1] <= 4


def _restarts(level: _Level, mark: Marker, paragraph: Paragraph) -> bool:
    if mark.is_bullet:
        return paragraph.indent <= level.indent + 1
    return paragraph.indent <= level.indent + 1 and len(mark.number) == len(level.marker.number)
