"""The words of a provision around what was searched, with the hits marked."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.register.engine.questions import Question
from koinon.register.models import Provision
from koinon.register.queries import index, knowledge
from koinon.register.queries.search import analyzed

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
    name = f"text_{language}" if language in index.STEMMED else "words"
    related = _theme_words(text, language, asked)
    hits = [span for column in {name, "words"} for span in _hits(text, column, asked, related)]
    spans = sorted(set(hits))
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


def _hits(text: str, name: str, asked: Question, theme_words: list[str]) -> list[tuple[int, int]]:
    """Where the text holds the words, phrases or parties of the question, in the analysis of a column."""
    words = [w.text for w in asked.words] + [*asked.phrases]
    words += [word for mention in asked.mentions for word in mention.words]
    words += theme_words
    wanted = {term for word in words for term in analyzed(name, word)}
    if not wanted:
        return []
    tokens = index.analyzers()[index.analyzer_name(name)].pre_tokenize(text).tokens
    return [(t.char_offset_from, t.char_offset_to) for t in tokens if t.text in wanted]


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
    return text.find(" ", start) + 1 if start > 0 else 0


def _end(text: str, start: int) -> int:
    if len(text) - start <= LENGTH:
        return len(text)
    return max(text.rfind(" ", start, start + LENGTH), start + LENGTH // 2)
