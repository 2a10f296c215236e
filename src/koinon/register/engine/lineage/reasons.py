"""Why two provisions may ask the same: what they share and where they differ, in a form that a page words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from koinon.register.engine.lineage.concepts import Concepts, default, silent
from koinon.register.engine.lineage.likeness import Asked
from koinon.register.engine.searching.analysis import spoken, term
from koinon.register.engine.searching.words import folded, pieces

MOST = 8  # words that are told


class Reason(StrEnum):
    """What the two have in common, or not."""

    IDENTICAL = "identical"  # the same words in the same order
    WORDS = "words"  # these words stand in both
    SAYING = "saying"  # the same matter in different words: "one" there, "other" here
    ADDRESSEES = "addressees"  # both ask one of these
    OTHERS = "others"  # they ask different parties
    THEMES = "themes"  # both are about these
    NUMBERS = "numbers"  # figures and years of the earlier, of the later


@dataclass(frozen=True, slots=True)
class Why:
    """One reason with what it names; `left` is of the earlier provision, `right` of the later."""

    reason: Reason
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """As it is stored."""
        return {"reason": str(self.reason), "left": list(self.left), "right": list(self.right)}


@dataclass(frozen=True, slots=True)
class _Spelled:
    """The words of a text as written, with their stems and what tells of them."""

    words: list[str]
    stems: list[str]
    quiet: frozenset[str]
    code: str

    def telling(self) -> dict[str, str]:
        """Stem to the word as first written, numbers apart."""
        found: dict[str, str] = {}
        for word, stem in zip(self.words, self.stems, strict=True):
            if stem not in self.quiet and not word.isdigit():
                found.setdefault(stem, word)
        return found

    def matters(self, concepts: Concepts) -> dict[str, tuple[str, str]]:
        """Matter to the words that name it, as written and by their stems."""
        found: dict[str, tuple[str, str]] = {}
        for hit in concepts.hits(self.stems, self.code):
            written = " ".join(self.words[hit.start : hit.end])
            found.setdefault(hit.concept, (written, " ".join(self.stems[hit.start : hit.end])))
        return found

    def numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded(word) for word in self.words if folded(word).isdigit()))


def why(
    earlier: Asked, earlier_text: tuple[str, str], later: Asked, later_text: tuple[str, str]
) -> tuple[Why, ...]:
    """The reasons for and against, strongest first; texts are (language, text)."""
    one, other = _spelled(*earlier_text), _spelled(*later_text)
    if same_words(earlier_text[1], later_text[1]):
        return (Why(Reason.IDENTICAL), *_parties(earlier, later), *_themes(earlier, later))
    found = [*_words(one, other), *_sayings(one, other), *_parties(earlier, later), *_themes(earlier, later)]
    if one.numbers() != other.numbers():
        found.append(Why(Reason.NUMBERS, one.numbers(), other.numbers()))
    return tuple(found)


def same_words(one: str, other: str) -> bool:
    """Whether both are the same words in the same order, whatever their case, accents and points."""
    return [piece.form for piece in pieces(one)] == [piece.form for piece in pieces(other)]


def _spelled(language: str, text: str) -> _Spelled:
    code = spoken(language)
    found = list(pieces(text))
    words = [text[piece.start : piece.end] for piece in found]
    return _Spelled(words, [term(piece.form, code) for piece in found], silent(code), code)


def _words(one: _Spelled, other: _Spelled) -> Iterable[Why]:
    left, right = one.telling(), other.telling()
    shared = tuple(right[stem] for stem in right if stem in left)
    return [Why(Reason.WORDS, (), shared[:MOST])] if shared else []


def _sayings(one: _Spelled, other: _Spelled) -> Iterable[Why]:
    """Matters that both name in words that differ."""
    table = default()
    left, right = one.matters(table), other.matters(table)
    told: dict[tuple[str, str], None] = {}
    for name, (written, stems) in right.items():
        if name in left and left[name][1] != stems:
            told.setdefault((left[name][0], written))
    return [Why(Reason.SAYING, (was,), (now,)) for was, now in list(told)[:MOST]]


def _parties(earlier: Asked, later: Asked) -> Iterable[Why]:
    shared = tuple(sorted(earlier.asked & later.asked))
    if shared:
        return [Why(Reason.ADDRESSEES, (), shared[:MOST])]
    return [Why(Reason.OTHERS)] if earlier.named and later.named and earlier.asked and later.asked else []


def _themes(earlier: Asked, later: Asked) -> Iterable[Why]:
    shared = tuple(sorted(earlier.themes & later.themes))
    return [Why(Reason.THEMES, (), shared[:MOST])] if shared else []
