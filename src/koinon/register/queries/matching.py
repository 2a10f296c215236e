"""What a question finds, as an exact set of keys: words, phrases, parties and the choices of facets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import tantivy
from pyroaring import BitMap

from koinon.register.engine.questions import Mention, Question, Word
from koinon.register.engine.searching.analysis import analysed, sought
from koinon.register.engine.searching.nearness import at_least, slips
from koinon.register.engine.searching.postings import Postings
from koinon.register.engine.searching.words import folded
from koinon.register.queries.index_files import Snapshot, schema

SELDOM = 2  # provisions: a word that stands in no more may be a slip of the pen …
OFTENER = 20  # … of a word that stands in so many times more
NEAR = 5  # words that are searched beside one that was probably misspelt
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Matched:
    """The keys found, with the parts they were found by.

    `base` is without the choices of facets, `whole` with them; `every_word` those of `whole` that hold
    each word of the question. `looseness`: 0 everything asked for; 1 the parties' parts and the kind only
    help the ranking; 2 so do words.
    """

    base: BitMap
    whole: BitMap
    every_word: BitMap
    looseness: int


def matched(snapshot: Snapshot, question: Question, chosen: Chosen) -> Matched:
    """The strictest reading of a question that finds anything."""
    postings = snapshot.postings
    content = [word_rows(postings, word) for word in question.words]
    content += [phrase_rows(snapshot, phrase) for phrase in question.phrases]
    demands = [_mention_rows(postings, mention) for mention in question.mentions]
    if question.kind:
        demands.append(postings.facet("kind", question.kind.value))
    filters = [any_of(postings, name, values) for name, values in chosen.items() if values]
    asked = bool(content or demands)
    for looseness in range(3 if content else 2 if demands else 1):
        base = _base(postings, content, demands, looseness)
        whole = _all([base, *filters])
        if whole or not asked:
            return Matched(base, whole, _all([whole, *content]), looseness)
    base = _base(postings, content, demands, 0)
    return Matched(base, BitMap(), BitMap(), 0)


def _base(postings: Postings, content: list[BitMap], demands: list[BitMap], looseness: int) -> BitMap:
    must: list[BitMap] = []
    if content:
        must.append(at_least(1 if looseness == 2 else least(len(content)), content))
    if not (looseness and content):
        must += demands
    return _all(must) if must else postings.rows


def least(words: int) -> int:
    """How many of the words a provision must hold: all of two, most of more."""
    return words if words <= 2 else math.ceil(words * 0.6)


def any_of(postings: Postings, name: str, values: Iterable[str]) -> BitMap:
    """The keys that carry any of some values of a facet."""
    return _any([postings.facet(name, value) for value in values])


def word_rows(postings: Postings, word: Word) -> BitMap:
    """The keys whose text or surroundings hold a word or one near to it, or which belong to its themes."""
    ways = [typed_rows(postings, form) for form in (word.text, *word.also)]
    ways += [postings.facet("theme", key) for key in word.themes]
    ways += [postings.facet("group", key) for key in word.groups]
    return _any(ways)


def typed_rows(postings: Postings, text: str) -> BitMap:
    """The keys that hold a typed word in the stem of their language; all its parts, if it has several."""
    parts = sought(text, postings.languages)
    return _all([_any([postings.term(term) for term in part]) for part in parts]) if parts else BitMap()


def phrase_rows(snapshot: Snapshot, phrase: str) -> BitMap:
    """The keys that hold words one after the other, as typed."""
    forms = phrase_forms(phrase)
    if len(forms) < 2:
        return word_rows(snapshot.postings, Word(phrase))
    query = tantivy.Query.phrase_query(schema(), "phrases", list(forms))
    hits = snapshot.searcher.search(query, max(1, len(snapshot.postings.rows)), count=False).hits
    addresses = [address for _, address in hits]
    return BitMap(snapshot.searcher.fast_field_values("pk", addresses)) if addresses else BitMap()


def phrase_forms(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, or letters of a script without spaces."""
    return tuple(analysed(phrase, "").forms)


def _mention_rows(postings: Postings, mention: Mention) -> BitMap:
    """A party in its part; when the part is open, as addressee, as issuer, as words or as a subject."""
    asked = [postings.facet("addressee", mention.party), postings.facet("asked", mention.party)]
    issued = [postings.facet("issuer", mention.party)]
    if mention.part:
        return _any(asked if mention.part == "addressee" else issued)
    named = [_all([typed_rows(postings, word) for word in mention.words])] if mention.words else []
    meant = [postings.facet("theme", key) for key in mention.themes]
    meant += [postings.facet("group", key) for key in mention.groups]
    return _any(asked + issued + named + meant)


def _any(sets: Sequence[BitMap]) -> BitMap:
    return reduce(lambda left, right: left | right, sets) if sets else BitMap()


def _all(sets: Sequence[BitMap]) -> BitMap:
    return reduce(lambda left, right: left & right, sorted(sets, key=len))


def forgiving(postings: Postings, question: Question) -> Question:
    """The question with words that were probably misspelt searched by their near ones too."""
    words = tuple(_forgiven(postings, word) for word in question.words)
    return replace(question, words=words) if words != question.words else question


def _forgiven(postings: Postings, word: Word) -> Word:
    form = folded(word.text)
    if word.themes or word.groups or not slips(form):
        return word
    there = len(typed_rows(postings, word.text))
    if there > SELDOM:
        return word
    enough = max(1, there * OFTENER)
    near = postings.near(form, lambda other: len(typed_rows(postings, other)) >= enough)
    return replace(word, also=tuple(near[:NEAR]))
