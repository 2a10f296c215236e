"""From texts to the terms that are indexed, and from a typed word to the terms it is looked up by.

A term carries the language whose stemmer made it: "en:protect". A language without a stemmer has none:
":kampala". A run of a script without spaces becomes every one, two and three letters in a row: "#人権";
a word of it is found where all its threes stand, so no dictionary must know it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import tantivy

from koinon.register.engine.searching import indonesian
from koinon.register.engine.searching.words import WORD, Piece, pieces

#: Snowball stemmers by language.
STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
SAME = {"nb": "no", "nn": "no", "ms": "id"}
GRAM = 3  # letters in a row


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text's terms in order (grams of a run one after the other), and its folded words."""

    terms: list[str]
    forms: list[str]


def spoken(language: str) -> str:
    """The language whose stemmer reads a text of that language tag; "" when none does."""
    code = language.partition("-")[0].lower()
    code = SAME.get(code, code)
    return code if code in STEMMERS or code == "id" else ""


def analysed(text: str, language: str) -> Analysed:
    """The terms of a text of a language."""
    code = spoken(language)
    terms: list[str] = []
    forms: list[str] = []
    for token in WORD.findall(text):
        pair = _pair(token, code)
        if pair is not None:
            terms.append(pair[0])
            forms.append(pair[1])
            continue
        for piece in pieces(token):
            if piece.clusters:
                terms += grams(piece)
                forms += [form for form, _, _ in piece.clusters]
            else:
                terms.append(term(piece.form, code))
                forms.append(piece.form)
    return Analysed(terms, forms)


@lru_cache(maxsize=300_000)
def _pair(token: str, code: str) -> tuple[str, str] | None:
    """Term and form of a word; None when it holds a run of a script without spaces."""
    found = tuple(pieces(token))
    return (term(found[0].form, code), found[0].form) if len(found) == 1 and not found[0].clusters else None


def grams(piece: Piece) -> list[str]:
    """Every one to GRAM letters in a row."""
    letters = [form for form, _, _ in piece.clusters]
    return [
        "#" + "".join(letters[at : at + size])
        for size in range(1, GRAM + 1)
        for at in range(len(letters) - size + 1)
    ]


def sought(word: str, languages: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """What a typed word is looked up by: for each of its parts the terms of which one must stand.

    `languages` are those of `spoken` in which anything is indexed.
    """
    codes = sorted({*languages, ""})
    parts: list[tuple[str, ...]] = []
    for piece in pieces(word):
        if piece.clusters:
            size = min(GRAM, len(piece.clusters))
            letters = [form for form, _, _ in piece.clusters]
            parts += [("#" + "".join(letters[at : at + size]),) for at in range(len(letters) - size + 1)]
        else:
            parts.append(tuple(dict.fromkeys(term(piece.form, code) for code in codes)))
    return tuple(dict.fromkeys(parts))


@lru_cache(maxsize=20_000)
def term(form: str, code: str) -> str:
    """The term of a folded word in a language."""
    if not code:
        return f":{form}"
    if code == "id":
        return f"id:{indonesian.stem(form)}"
    stems = _stemmer(code).analyze(form)
    return f"{code}:{stems[0] if stems and stems[0] else form}"


@cache
def _stemmer(code: str) -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer(STEMMERS[code])).build()
