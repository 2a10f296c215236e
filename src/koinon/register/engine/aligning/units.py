"""The stretches of two texts that are laid beside each other, and what each can be recognised by.

An original is cut into its provisions and what stands between them; a translation into its paragraphs.
What survives translation are enumerators, figures, dates, names, acronyms and, between related languages,
the beginnings of words (cognates: Simard, Foster and Isabelle 1992).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.edition import Span
from koinon.register.engine.layout.enumerators import Marker, marker
from koinon.register.engine.layout.furniture import document_lines
from koinon.register.engine.layout.lines import lines
from koinon.register.engine.layout.paragraphs import paragraphs
from koinon.register.engine.wording.sentences import sentence_spans

#: Keys that a text earns in whatever language it is in: themes of a vocabulary, parties of a directory.
Keys = Callable[[str], Iterable[str]]

_GROUPED = re.compile(r"(?<=\d)[.,٬\s\u00a0\u202f](?=\d{3}(?!\d))")
_FIGURE = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]{2,}")
_BREAK = re.compile(r"[\n\f\r]")
_CLAUSE = re.compile(r"[;؛；,،，]\s+")
_CUT = re.compile(r"[;؛；]\s+")
_BEGINNING = 4  # letters of a word that must agree: the cognates of Simard, Foster and Isabelle
_SOUNDS = str.maketrans({"k": "c", "q": "c", "z": "s", "y": "i", "w": "v", "x": "s"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text.

    `numbers`: the provisions it holds (none for headings, recitals, translated text); `place`: its
    enumerator, every way it can be read; `figures`: the numbers it names; `marks`: cognates, acronyms, keys;
    `follows`: it goes on in the paragraph of the unit before it.
    """

    text: str
    numbers: tuple[int, ...] = ()
    place: frozenset[tuple[int, ...]] = frozenset()
    heading: bool = False
    figures: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset()
    follows: bool = False


def nothing(_: str) -> Iterable[str]:
    """No keys: for texts whose languages the vocabulary does not know."""
    return ()


def unit(
    text: str,
    *,
    numbers: Sequence[int] = (),
    enumerator: Marker | None = None,
    heading: bool = False,
    follows: bool = False,
    keys: Keys = nothing,
) -> Unit:
    """A unit with what it can be recognised by; `enumerator`: the one before the text, else that within."""
    folded = " ".join(text.split())
    return Unit(
        text=folded,
        numbers=tuple(numbers),
        place=_place(enumerator or marker(folded)),
        heading=heading,
        figures=figures(folded),
        marks=frozenset((*marks(folded), *(f"={key}" for key in keys(folded)))),
        follows=follows,
    )


def _place(found: Marker | None) -> frozenset[tuple[int, ...]]:
    if found is None or found.is_bullet:
        return frozenset()
    return frozenset({found.number, *([found.other.number] if found.other else [])})


def figures(text: str) -> frozenset[int]:
    """The numbers of a text in any digits, thousands joined: "1 500" and "1,500" and "١٥٠٠" are one."""
    found = _FIGURE.findall(_GROUPED.sub("", text))
    return frozenset(int(digits) for digits in found if len(digits) < 16)


def marks(text: str) -> Iterator[str]:
    """Acronyms as they are, and the beginnings of longer words as they sound."""
    for word in _WORD.findall(text):
        if word.isupper():
            yield word
        elif len(word) >= _BEGINNING:
            yield sounding(word)


def sounding(word: str) -> str:
    """The beginning of a word without accents, doubled letters and spellings of one sound."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    plain = plain.replace("ph", "f").replace("th", "t").translate(_SOUNDS)
    single = plain[:1] + "".join(b for a, b in pairwise(plain) if a != b)
    return single[:_BEGINNING]


def original_units(
    text: str, headings: Iterable[Sequence[int]], spans: Iterable[Span], *, keys: Keys = nothing
) -> list[Unit]:
    """An authoritative text as units in its order: each provision, and what stands between.

    Provisions that overlap are one unit.
    """
    heads = [(start, end) for start, end, *_ in headings]
    found: list[Unit] = []
    position = 0
    for start, end, numbers in _groups(spans):
        line, before = _enumerated(text, start)
        found += _between(text, position, line, heads, keys)
        goes_on = before is None and bool(found) and _BREAK.search(text, position, start) is None
        found.append(unit(text[start:end], numbers=numbers, enumerator=before, follows=goes_on, keys=keys))
        position = end
    return [*found, *_between(text, position, len(text), heads, keys)]


def _groups(spans: Iterable[Span]) -> Iterator[tuple[int, int, list[int]]]:
    group: tuple[int, int, list[int]] | None = None
    for span in sorted(spans, key=lambda s: (s.start, s.end, s.number)):
        if group and span.start < group[1]:
            group = (group[0], max(group[1], span.end), [*group[2], span.number])
            continue
        if group:
            yield group
        group = (span.start, span.end, [span.number])
    if group:
        yield group


def _enumerated(text: str, start: int) -> tuple[int, Marker | None]:
    """Where a provision's line begins, and its enumerator; `start` and None where other words precede it."""
    line = max(text.rfind(sign, 0, start) for sign in "\n\f\r") + 1
    before = text[line:start].strip()
    found = marker(f"{before} x") if before else None
    return (line, found) if found and not found.is_bullet and found.length >= len(before) else (start, None)


def _between(text: str, start: int, end: int, heads: Sequence[tuple[int, int]], keys: Keys) -> Iterator[Unit]:
    """The paragraphs between two provisions."""
    if not any(c.isalpha() for c in text[start:end]):
        return
    cuts = sorted({start, end, *(c for head in heads for c in head if start < c < end)})
    for left, right in pairwise(cuts):
        heading = any(a <= left < b for a, b in heads)
        piece = Extract("", "txt", text[left:right])
        goes_on = left == start > 0 and text[start - 1 : start] not in "\n\f\r"
        for paragraph in paragraphs(piece.text, lines(piece)):
            here = goes_on and _BREAK.search(text, left, left + paragraph.start) is None
            if any(c.isalpha() for c in paragraph.plain):
                yield unit(
                    paragraph.plain, enumerator=paragraph.marker, heading=heading, follows=here, keys=keys
                )


def translated_units(extract: Extract, *, keys: Keys = nothing) -> list[Unit]:
    """The paragraphs of a translated file in its order, without page numbers and running heads."""
    found = []
    for paragraph in paragraphs(extract.text, document_lines(lines(extract))):
        words = paragraph.plain.lstrip("# ").strip()
        if any(c.isalpha() for c in words):
            found.append(
                unit(
                    words,
                    enumerator=paragraph.marker,
                    heading=paragraph.role is Role.HEADING or paragraph.plain.startswith("#"),
                    keys=keys,
                )
            )
    return found


def sentences(text: str, *, clauses: bool = False, keys: Keys = nothing) -> list[Unit]:
    """The sentences and listed items of a paragraph as units; with `clauses`, what stands between commas."""
    cut = _CLAUSE if clauses else _CUT
    found = []
    for start, end in sentence_spans(text):
        cuts = [start, *(start + m.end() for m in cut.finditer(text[start:end])), end]
        found += [unit(text[a:b], keys=keys) for a, b in pairwise(cuts) if text[a:b].strip()]
    return found
