"""Texts as rows of figures, which can be kept and added to: a text is analysed once in its life."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from koinon.register.engine.lineage.concepts import Concepts, default
from koinon.register.engine.lineage.features import features

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Short = NDArray[np.int32]

COLUMNS = 1 << 20  # terms are hashed into so many columns
#: how much matters of a kind tell; a word of its own: 1
KINDS = {"=done": 0.45, "=who": 0.85, "=about": 1.25}


@dataclass(frozen=True, slots=True)
class Worded:
    """One text of a provision: its own or a wording; `mark` changes whenever the text does."""

    key: int
    mark: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a text, by `keys` and `marks`; `languages` are numbers of codes.

    The terms of row n stand in `…_columns[…_starts[n]:…_starts[n + 1]]`, with 1 + log of their counts, times
    what their kind tells, in `…_values`.
    """

    keys: Ints
    marks: Ints
    languages: Ints
    word_starts: Ints
    word_columns: Short
    word_values: Floats
    matter_starts: Ints
    matter_columns: Short
    matter_values: Floats
    letter_starts: Ints
    letter_columns: Short
    letter_values: Floats

    def __len__(self) -> int:
        return len(self.keys)


@lru_cache(maxsize=200_000)
def _column(term: str) -> tuple[int, float]:
    """The column of a term, and how much its kind tells."""
    told = KINDS.get(term.partition(".")[0], 1.0) if term.startswith("=") else 1.0
    return zlib.crc32(term.encode()) % COLUMNS, told


class _Writing:
    """Terms of texts, one after the other."""

    def __init__(self) -> None:
        self.starts, self.columns, self.values = array("q", [0]), array("i"), array("f")

    def add(self, counts: dict[str, int]) -> None:
        for term, count in counts.items():
            column, told = _column(term)
            self.columns.append(column)
            self.values.append(told * (1.0 + log(count)))
        self.starts.append(len(self.columns))

    def made(self) -> tuple[Ints, Short, Floats]:
        """Starts, columns and values."""
        return (
            np.array(self.starts, dtype=np.int64),
            np.array(self.columns, dtype=np.int32),
            np.array(self.values, dtype=np.float32),
        )


def rows(texts: Iterable[Worded], concepts: Concepts | None = None) -> Rows:
    """The rows of texts, in their order."""
    table = concepts or default()
    keys, marks, languages = array("q"), array("q"), array("q")
    words, matters, letters = _Writing(), _Writing(), _Writing()
    for one in texts:
        found = features(one.language, one.text, table)
        keys.append(one.key)
        marks.append(one.mark)
        languages.append(zlib.crc32(found.language.encode()))
        words.add(found.words)
        matters.add(found.matters)
        letters.add(found.letters)
    return Rows(
        np.array(keys, dtype=np.int64),
        np.array(marks, dtype=np.int64),
        np.array(languages, dtype=np.int64),
        *words.made(),
        *matters.made(),
        *letters.made(),
    )


def chosen(of: Rows, places: Ints) -> Rows:
    """Some of the rows, in the order of their places."""
    word_at, word_starts = _spread(of.word_starts, places)
    matter_at, matter_starts = _spread(of.matter_starts, places)
    letter_at, letter_starts = _spread(of.letter_starts, places)
    return Rows(
        of.keys[places], of.marks[places], of.languages[places],
        word_starts, of.word_columns[word_at], of.word_values[word_at],
        matter_starts, of.matter_columns[matter_at], of.matter_values[matter_at],
        letter_starts, of.letter_columns[letter_at], of.letter_values[letter_at],
    )  # fmt: skip


def joined(one: Rows, other: Rows) -> Rows:
    """The rows of both, one after the other."""
    made = {}
    for column in fields(Rows):
        first, second = getattr(one, column.name), getattr(other, column.name)
        if column.name.endswith("starts"):
            second = second[1:] + first[-1]
        made[column.name] = np.concatenate((first, second))
    return Rows(**made)


def _spread(starts: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Where the terms of those rows stand, and where each row then starts."""
    lengths = (starts[1:] - starts[:-1])[places]
    made = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
    at = np.arange(made[-1]) - np.repeat(made[:-1], lengths) + np.repeat(starts[:-1][places], lengths)
    return at.astype(np.int64), made
