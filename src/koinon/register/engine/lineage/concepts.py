"""What is said in different words: the matters of `concepts.toml`, found in a text by their stems."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from koinon.register.engine.searching.analysis import term
from koinon.register.engine.searching.words import pieces


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter named by the words `start` to `end` of a text."""

    concept: str  # "who.journalist": its kind is what stands before the dot
    start: int
    end: int


@dataclass(frozen=True)
class Concepts:
    """By language and first stem the phrases that begin so, longest first, with the matters they name."""

    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]]

    def hits(self, stems: Sequence[str], code: str) -> Iterator[Hit]:
        """The matters that stems name, in order; of two phrases that begin together the longer."""
        known = self.phrases.get(code)
        at = 0
        while known and at < len(stems):
            end = at + 1
            for phrase, names in known.get(stems[at], ()):
                if tuple(stems[at : at + len(phrase)]) == phrase:
                    end = at + len(phrase)
                    yield from (Hit(name, at, end) for name in names)
                    break
            at = end


def parsed(toml: str) -> Concepts:
    """The matters of a table in TOML."""
    collected: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for name, code, phrases in _entries(tomllib.loads(toml)):
        own = collected.setdefault(code, {})
        for phrase in phrases:
            stems = tuple(term(piece.form, code) for piece in pieces(phrase))
            names = own.setdefault(stems, [])
            if name not in names:
                names.append(name)
    made: dict[str, dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]] = {}
    for code, own in collected.items():
        first = made.setdefault(code, {})
        for stems in sorted(own, key=lambda stems: (-len(stems), stems)):
            first.setdefault(stems[0], []).append((stems, tuple(own[stems])))
    return Concepts(made)


def _entries(table: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[tuple[str, str, list[str]]]:
    """Every matter by its full name, with a language and the phrases of it."""
    for kind, entries in table.items():
        for name, languages in entries.items():
            for code, phrases in languages.items():
                yield f"{kind}.{name}", code, phrases


@cache
def default() -> Concepts:
    """The matters that ship with the register."""
    folder = resources.files("koinon.register.engine.lineage")
    return parsed(folder.joinpath("concepts.toml").read_text("utf-8"))


@cache
def silent(code: str) -> frozenset[str]:
    """The stems of a language that tell nothing of what is asked."""
    folder = resources.files("koinon.register.engine.lineage")
    words = tomllib.loads(folder.joinpath("stopwords.toml").read_text("utf-8")).get(code, "")
    return frozenset(term(piece.form, code) for piece in pieces(words))
