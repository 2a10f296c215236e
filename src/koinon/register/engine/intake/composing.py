"""The text of a document that is made of rows: a title, then the provisions, one a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


def appended(text: str, words: Iterable[str]) -> tuple[str, list[Span]]:
    """The text with further paragraphs, and where each of them stands."""
    parts, at, spans = [text], len(text), []
    for paragraph in words:
        gap = "\n\n" if at else ""
        parts.append(gap + paragraph)
        at += len(gap)
        spans.append((at, at + len(paragraph)))
        at += len(paragraph)
    return "".join(parts), spans


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that take the place of the text between two offsets."""

    start: int
    end: int
    words: str

    @property
    def growth(self) -> int:
        """By how much the text gets longer."""
        return len(self.words) - (self.end - self.start)


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, list[Edit]]:
    """The text with the edits made, and those made, in order; of two that overlap the first is made."""
    made: list[Edit] = []
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start >= at:
            parts += [text[at : edit.start], edit.words]
            at = edit.end
            made.append(edit)
    return "".join([*parts, text[at:]]), made


def moved(span: Span, edits: Sequence[Edit]) -> Span:
    """Where a span stands after the edits; one that begins or ends within an edit takes all of its words."""
    start = sum(e.growth for e in edits if e.end <= span[0])
    start += next((e.start - span[0] for e in edits if e.start < span[0] < e.end), 0)
    end = sum(e.growth for e in edits if e.end <= span[1])
    end += next((e.growth + e.end - span[1] for e in edits if e.start < span[1] < e.end), 0)
    return span[0] + start, max(span[1] + end, span[0] + start + 1)
