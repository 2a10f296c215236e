"""Every place where a term of the vocabulary stands in a text, in one pass over its words.

Terms form a tree of pieces. The first word of a term is looked up in a table that remembers, for each written
word met so far, which branches it opens: most words open none and cost one look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from koinon.register.engine.terms.notation import Piece, folded_word, pieces

_REMEMBERED = 200_000  # written words kept before the table starts afresh


class Hit(NamedTuple):
    """Term of entry number `entry` on `words[start:end]`; `barred` marks one of its exceptions."""

    entry: int
    barred: bool
    start: int
    end: int


@dataclass(slots=True)
class _Branch:
    """The pieces that may follow here; `ends` are the entries whose term ends here, and whether it bars."""

    plain: dict[str, _Branch] = field(default_factory=dict)
    cased: dict[str, _Branch] = field(default_factory=dict)
    open: list[tuple[Piece, _Branch]] = field(default_factory=list)
    ends: list[tuple[int, bool]] = field(default_factory=list)

    def grow(self, piece: Piece) -> _Branch:
        if piece.open:
            for known, branch in self.open:
                if known == piece:
                    return branch
            self.open.append((piece, _Branch()))
            return self.open[-1][1]
        return (self.cased if piece.cased else self.plain).setdefault(piece.text, _Branch())

    def after(self, word: str) -> Iterator[_Branch]:
        """The branches that a word of the text leads to."""
        if branch := self.plain.get(folded_word(word)):
            yield branch
        if branch := self.cased.get(word):
            yield branch
        for piece, branch in self.open:
            if piece.fits(word):
                yield branch


class _Openings(dict[str, tuple[_Branch, ...]]):
    """Written word → branches it opens, worked out when the word is first met."""

    def __init__(self, root: _Branch) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, word: str) -> tuple[_Branch, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        opened = self[word] = tuple(self.root.after(word))
        return opened


class Matcher:
    """The terms of one language, ready to be found."""

    def __init__(self, terms: Iterable[tuple[int, bool, str]]) -> None:
        """`terms` gives entry number, whether the term is an exception, and the term as written."""
        root = _Branch()
        for entry, barred, term in terms:
            for sequence in pieces(term):
                branch = root
                for piece in sequence:
                    branch = branch.grow(piece)
                if (entry, barred) not in branch.ends:
                    branch.ends.append((entry, barred))
        self._openings = _Openings(root)

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """Every term on the words, by where it starts; overlapping ones too."""
        openings = self._openings
        found: list[Hit] = []
        for start, branches in [(i, opened) for i, word in enumerate(words) if (opened := openings[word])]:
            _follow(words, start, branches, found)
        return found


def _follow(words: Sequence[str], start: int, branches: tuple[_Branch, ...], found: list[Hit]) -> None:
    """Add the hits that start at `start`, whose first word opens `branches`."""
    waiting = [(branch, start + 1) for branch in branches]
    while waiting:
        branch, end = waiting.pop()
        for entry, barred in branch.ends:
            found.append(Hit(entry, barred, start, end))
        if end < len(words) and (branch.plain or branch.open or branch.cased):
            waiting.extend((further, end + 1) for further in branch.after(words[end]))


def covered(hits: Iterable[Hit]) -> dict[int, list[tuple[int, int]]]:
    """For each entry, the stretches of words that its terms cover, joined and in order.

    A term that lies within an exception of its entry does not count.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    reach: dict[tuple[int, int], int] = {}  # (entry, word) → where the longest exception over it ends
    for entry, barred, start, end in hits:
        if barred:
            for word in range(start, end):
                reach[entry, word] = max(end, reach.get((entry, word), 0))
        else:
            found.setdefault(entry, []).append((start, end))
    if reach:
        for entry, stretches in found.items():
            found[entry] = [(start, end) for start, end in stretches if reach.get((entry, start), 0) < end]
    return {entry: _joined(stretches) for entry, stretches in found.items() if stretches}


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
