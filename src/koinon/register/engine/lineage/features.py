"""What a text is compared by: its stems, and the matters it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from koinon.register.engine.lineage.concepts import Concepts, Hit, silent
from koinon.register.engine.searching.analysis import analysed, spoken

GRAM = 4  # letters in a row
NUMBER = "0"  # what stands for any number: dates and amounts change from one edition to the next


@dataclass(frozen=True, slots=True)
class Features:
    """Counts by term of one text.

    `words` are stems, `matters` the matters named and the words that name none, `letters` letters in a row.
    """

    language: str  # whose stems they are; "" where no stemmer reads it
    words: dict[str, int]
    matters: dict[str, int]
    letters: dict[str, int]


def features(language: str, text: str, concepts: Concepts) -> Features:
    """What one text is compared by."""
    code = spoken(language)
    stems = stems_of(language, text)
    quiet = silent(code)
    telling = [stem for stem in stems if stem not in quiet and stem != NUMBER]
    return Features(
        code,
        _counted(telling),
        _counted(_matters(stems, list(concepts.hits(stems, code)), quiet)),
        _counted(gram for stem in telling for gram in _letters(stem)),
    )


def stems_of(language: str, text: str) -> list[str]:
    """The stems of a text in order, any number being NUMBER."""
    found = analysed(text, language)
    if len(found.terms) != len(found.forms):  # a script without spaces: more grams than letters
        return found.terms
    return [NUMBER if form.isdigit() else stem for stem, form in zip(found.terms, found.forms, strict=True)]


def _matters(stems: Sequence[str], hits: Sequence[Hit], quiet: frozenset[str]) -> list[str]:
    """The matters, and the words that name none as themselves: a text has no other words for these."""
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    loose = [
        stem for at, stem in enumerate(stems) if at not in taken and stem != NUMBER and stem not in quiet
    ]
    return ["=" + hit.concept for hit in hits] + loose


@lru_cache(maxsize=200_000)
def _letters(stem: str) -> tuple[str, ...]:
    """The letters of a stem in a row, its beginning and end marked: related words share some."""
    letters = "_" + stem.partition(":")[2]
    return tuple(letters[at : at + GRAM] for at in range(max(1, len(letters) - GRAM + 1)))


def _counted(terms: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts
