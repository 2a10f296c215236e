"""A stretch of running text put together from lines, that remembers where each character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_WORD = re.compile(r"\S+")
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_HYPHENATED = re.compile(r"[^\W\d_]-$")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with white space folded, joined over line ends.

    `starts[i]` is the position in `text` at which a piece begins, `sources[i]` its offset in the
    extracted text; between two starts both count in step. A hyphen that only divided a word at a
    line end is left out, so `text` may be shorter than the folded source.
    """

    text: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def source(self, position: int) -> int:
        """The offset in the extracted text of the character at `position`."""
        piece = bisect_right(self.starts, position) - 1
        return self.sources[piece] + position - self.starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets (start, end) of `text[start:end]`, which is not empty."""
        return self.source(start), self.source(end - 1) + 1


def passage(text: str, lines: list[tuple[int, int]]) -> Passage:
    """Join source ranges of lines into one passage; hyphenated line ends are mended."""
    if len(lines) == 1:
        start, end = lines[0]
        only = text[start:end]
        if not _UNEVEN.search(only):
            return Passage(only, (0,), (start,))
    words: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        glue = ""
        if length:
            glue = " "
            if _HYPHENATED.search(words[-1]) and line[:1].islower() and not _suspended(line):
                words[-1] = words[-1][:-1]
                length -= 1
                glue = ""
        pieces = [(0, len(line))] if not _UNEVEN.search(line) else _pieces(line)
        for number, (a, b) in enumerate(pieces):
            space = glue if number == 0 else " "
            if space:
                words.append(space)
                length += 1
            starts.append(length)
            sources.append(start + a)
            words.append(line[a:b])
            length += b - a
        del index
    return Passage("".join(words), tuple(starts), tuple(sources))


def _pieces(line: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(line)]


def _suspended(line: str) -> bool:
    """Whether a hyphen before this line is a suspended one ("medium- and long-term")."""
    return line.startswith(("and ", "or ", "to ", "et ", "ou ", "y ", "o "))
