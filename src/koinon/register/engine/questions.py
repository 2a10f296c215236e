"""What a person means who types a question: who is asked, by whom, about what.

"what is ASEAN asked to do about spyware, and by whom?" → addressee ASEAN, word "spyware", theme
surveillance. English, French and Spanish question words fall away; names are found in a directory of
parties; the vocabulary tells which theme a word belongs to. Nothing is guessed beyond these tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from koinon.kernel.directory import Directory, folded
from koinon.register.engine.documents import Kind
from koinon.register.engine.question_words import (
    ARTICLES,
    ASK,
    ASKED,
    ASKING,
    BE,
    BY,
    EMPTY,
    HELPERS,
    MODAL,
    PROMISE,
    TOWARDS,
    VERBS,
)  # fmt: skip
from koinon.register.engine.searching.words import TOKEN
from koinon.register.engine.vocabulary import Vocabulary

LANGUAGES = ("en", "fr", "es")
LONGEST_NAME = 9  # words of a party's name that are tried together
_TOKEN = re.compile(rf"{TOKEN}(?:\.{TOKEN})*")
_QUOTED = re.compile(r"[\"“«]\s*([^\"”»]+?)\s*[\"”»]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a provision should hold, as typed, and the themes and groups it belongs to.

    `also` are words of the register that are searched beside it because it was probably misspelt.
    """

    text: str
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named in the question: its key, the words that named it, and its part.

    `part` is "addressee", "issuer" or "" when the question does not tell; then a single word that is a
    term of the vocabulary too ("journalists") also means its themes and groups.
    """

    party: str
    words: tuple[str, ...]
    part: str = ""
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. Without words and mentions it asks for everything."""

    words: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    kind: Kind | None = None

    def keys(self, part: str) -> tuple[str, ...]:
        """The parties that play a part."""
        return tuple(m.party for m in self.mentions if m.part == part)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    form: str
    party: str | None = None
    words: tuple[str, ...] = ()


def literal(text: str) -> Question:
    """The words as typed, nothing understood."""
    phrases, rest = _phrases(text)
    return Question(tuple(Word(t.text) for t in _tokens(rest)), phrases)


def question(text: str, directory: Directory, vocabulary: Vocabulary) -> Question:
    """Understand a question; when nothing but question words is left, it is taken literally."""
    phrases, rest = _phrases(text)
    tokens = list(_with_parties(list(_tokens(rest)), directory))
    mentions = tuple(
        _mention(token.party, token.words, _part(tokens, place), vocabulary)
        for place, token in enumerate(tokens)
        if token.party
    )
    plain = [t for t in tokens if not t.party]
    promised = any(t.form in PROMISE for t in plain)
    asks = _is_question(plain) or bool(mentions)
    kept = [t for t in plain if t.form not in EMPTY and len(t.form) > 1 and not (asks and t.form in VERBS)]
    if not kept and not mentions and not phrases:
        return literal(text)
    kind = Kind.COMMITMENT if promised and asks else None
    return Question(_belonging(kept, rest, vocabulary), phrases, mentions, kind)


def _mention(party: str, words: tuple[str, ...], part: str, vocabulary: Vocabulary) -> Mention:
    if part or len(words) != 1:
        return Mention(party, words, part)
    found = [match for language in LANGUAGES for match in vocabulary.why(words[0], language)]
    themes = tuple(dict.fromkeys(match.key for match in found if match.is_theme))
    groups = tuple(dict.fromkeys(match.key for match in found if not match.is_theme))
    return Mention(party, words, part, themes, groups)


def _phrases(text: str) -> tuple[tuple[str, ...], str]:
    return tuple(_QUOTED.findall(text)), _QUOTED.sub(" ", text)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        yield _Token(match[0], folded(match[0]))


def _is_question(tokens: list[_Token]) -> bool:
    return any(t.form in EMPTY for t in tokens)


def _with_parties(tokens: list[_Token], directory: Directory) -> Iterator[_Token]:
    """The tokens with the longest names of parties joined to one token each."""
    place = 0
    while place < len(tokens):
        for length in range(min(LONGEST_NAME, len(tokens) - place), 0, -1):
            run = tokens[place : place + length]
            key = _named(run, directory)
            if key:
                words = tuple(t.text for t in run if t.form not in EMPTY)
                yield _Token(" ".join(t.text for t in run), "", key, words)
                place += length
                break
        else:
            yield tokens[place]
            place += 1


def _named(run: list[_Token], directory: Directory) -> str | None:
    """The party that a run of tokens names whole: a name, an acronym, an acronym typed small."""
    if any(edge.form in EMPTY and edge.text.islower() for edge in (run[0], run[-1])):
        return None
    name = " ".join(t.text for t in run)
    key = directory.acronyms.get(name) or directory.names.get(folded(name))
    if key or len(run) > 1:
        return key
    return directory.acronyms.get(name.upper()) if name.islower() else None


def _part(tokens: list[_Token], place: int) -> str:
    """The part that the words around a party give it."""
    before = [t.form for t in tokens[:place] if t.form not in ARTICLES]
    after = [t.form for t in tokens[place + 1 :]]
    previous = before[-1] if before else ""
    following = after[0] if after else ""
    verb = next((w for w in after if w not in EMPTY), "")
    if previous in BY:
        return "issuer"
    if previous in ASK or following in BE | MODAL or previous in MODAL:
        return "issuer" if verb in PROMISE else "addressee"
    if previous in BE and verb in ASKED:
        return "addressee"
    if verb in PROMISE | ASK or (verb in ASKED and previous in HELPERS):
        return "issuer"
    if previous in TOWARDS and any(w in ASK | ASKED | ASKING for w in before):
        return "addressee"
    if previous in TOWARDS and any(w in PROMISE for w in before):
        return "issuer"
    return ""


def _belonging(kept: list[_Token], text: str, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words kept, each with the themes and groups whose terms it is part of."""
    themes: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for match in vocabulary.why(text, language):
            table = themes if match.is_theme else groups
            for form in {folded(w) for words in match.words for w in words.split()}:
                keys = table.setdefault(form, [])
                if match.key not in keys:
                    keys.append(match.key)
    seen: dict[str, Word] = {}
    for token in kept:
        word = Word(token.text, tuple(themes.get(token.form, ())), tuple(groups.get(token.form, ())))
        seen.setdefault(token.form, word)
    return tuple(seen.values())
