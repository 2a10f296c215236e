"""The words of a provision around what was searched, with the hits marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koinon.register.engine.questions import Question
from koinon.register.engine.searching.analysis import spoken, term
from koinon.register.engine.searching.words import Piece, pieces
from koinon.register.models import Provision
from koinon.register.queries import knowledge

LENGTH = 420  # characters


@dataclass(frozen=True)
class Stretch:
    """A run of an excerpt; `hit` when it is a word that was searched."""

    text: str
    hit: bool


def excerpt(provision: Provision, asked: Question) -> list[Stretch]:
    """At most LENGTH characters of the text, beginning near the first hit, cut between words.

    Where a wording in the reader's language was laid beside the provision, of that.
    """
    shown = provision.rendered
    text = (shown.text if shown else provision.text).replace("**", "")
    language = shown.language if shown else provision.document.language
    spans = sorted(set(_hits(text, language, asked, _theme_words(text, language, asked))))
    start = _start(text, spans[0][0] if spans else 0)
    end = _end(text, start)
    result = [Stretch("… ", False)] if start else []
    place = start
    for left, right in spans:
        if left < place or right > end:
            continue
        result += [Stretch(text[place:left], False), Stretch(text[left:right], True)]
        place = right
    result.append(Stretch(text[place:end] + (" …" if end < len(text) else ""), False))
    return [stretch for stretch in result if stretch.text]


def _hits(text: str, language: str, asked: Question, theme_words: list[str]) -> list[tuple[int, int]]:
    """Where the text holds the words, phrases or parties of the question, in any form of them."""
    words = [form for w in asked.words for form in (w.text, *w.also)] + [*asked.phrases, *theme_words]
    words += [word for mention in asked.mentions for word in mention.words]
    code = spoken(language)
    wanted = {piece.form: piece for word in words for piece in pieces(word)}
    terms = {term(form, code) for form, piece in wanted.items() if not piece.clusters}
    runs = [[letter for letter, _, _ in piece.clusters] for piece in wanted.values() if piece.clusters]
    found: list[tuple[int, int]] = []
    for piece in pieces(text) if wanted else ():
        if piece.clusters:
            found += _runs(piece, runs)
        elif term(piece.form, code) in terms:
            found.append((piece.start, piece.end))
    return found


def _runs(piece: Piece, runs: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Where a run of a script without spaces holds one of the runs that were searched."""
    letters = [letter for letter, _, _ in piece.clusters]
    for run in runs:
        for at in range(len(letters) - len(run) + 1):
            if letters[at : at + len(run)] == run:
                yield piece.clusters[at][1], piece.clusters[at + len(run) - 1][2]


def _theme_words(text: str, language: str, asked: Question) -> list[str]:
    """The words by which the text belongs to a theme or group that the question's words belong to."""
    wanted = {key for word in asked.words for key in (*word.themes, *word.groups)}
    if not wanted:
        return []
    matches = knowledge.vocabulary().why(text, language)
    return [
        word for match in matches if match.key in wanted for words in match.words for word in words.split()
    ]


def _start(text: str, first: int) -> int:
    if len(text) <= LENGTH or first < LENGTH // 3:
        return 0
    start = min(first - LENGTH // 4, len(text) - LENGTH)
    return max(start, text.find(" ", start, first) + 1)


def _end(text: str, start: int) -> int:
    if len(text) - start <= LENGTH:
        return len(text)
    cut = text.rfind(" ", start, start + LENGTH)
    return cut if cut > start + LENGTH // 2 else start + LENGTH
