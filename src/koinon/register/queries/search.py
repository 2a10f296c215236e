"""Ranked search over what is published, with facets that count what each further choice would give."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import tantivy

from koinon.people.queries.directory import directory
from koinon.register.engine.questions import Mention, Question, Word, literal, question
from koinon.register.models import Provision
from koinon.register.queries import index, knowledge, public
from koinon.register.queries.index import FACETS

DEEPEST = 10_000  # hits that paging reaches
FACET_SIZE = 40
T = TypeVar("T")


@dataclass(frozen=True)
class Search:
    """What is searched: the words as typed, and the chosen values of each facet (any of them)."""

    text: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    literally: bool = False


@dataclass(frozen=True)
class Hit:
    """A provision found, and how well it answers."""

    provision: Provision
    score: float


@dataclass(frozen=True)
class Found:
    """The answer: how many, the hits of one page, the counts of each facet, and what was understood.

    `looser` is set when nothing met the whole question and its demands were loosened.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    question: Question
    looser: bool


def found(search: Search, *, offset: int = 0, limit: int = 25) -> Found:
    """Answer a search; a damaged index is rebuilt and asked again."""
    understood = _understood(search)
    return _asked(lambda searcher: _answer(searcher, search, understood, offset, limit))


def keys_of(search: Search) -> list[int]:
    """The primary keys of everything a search finds, best first, up to the deepest hit."""
    understood = _understood(search)

    def keys(searcher: Any) -> list[int]:
        query, _, _ = _query(searcher, search, understood)
        return [pk for pk, _ in _hits(searcher, query, _ranked(understood), 0, DEEPEST)]

    return _asked(keys)


def newest_keys_of(search: Search, *, most: int) -> list[int]:
    """The primary keys of what a search finds that came into the register last, the newest first."""
    understood = _understood(search)

    def keys(searcher: Any) -> list[int]:
        query, _, _ = _query(searcher, search, understood)
        hits = searcher.search(query, most, count=False, order_by_field="pk").hits
        addresses = [address for _, address in hits]
        return [int(pk) for pk in searcher.fast_field_values("pk", addresses)] if addresses else []

    return _asked(keys)


def in_order(keys: Sequence[int]) -> list[Provision]:
    """The published provisions of those keys, in that order; what is no longer public is left out."""
    rows = {p.pk: p for p in public.provisions().filter(pk__in=keys).order_by()}
    return [rows[pk] for pk in keys if pk in rows]


def _asked(ask: Callable[[Any], T]) -> T:
    try:
        return ask(index.opened().searcher())
    except (ValueError, OSError, index.Damaged):
        return ask(index.recovered().searcher())


def _understood(search: Search) -> Question:
    if search.literally:
        return literal(search.text)
    return question(search.text, directory(), knowledge.vocabulary())


def _answer(searcher: Any, search: Search, understood: Question, offset: int, limit: int) -> Found:
    query, total, looser = _query(searcher, search, understood)
    hits = _hits(searcher, query, _ranked(understood), offset, limit)
    provisions = {p.pk: p for p in in_order([pk for pk, _ in hits])}
    return Found(
        total=total,
        hits=[Hit(provisions[pk], score) for pk, score in hits if pk in provisions],
        facets=_facets(searcher, search, _base(understood, looser), query),
        question=understood,
        looser=bool(looser),
    )


def _ranked(understood: Question) -> bool:
    return bool(understood.words or understood.phrases or understood.mentions)


def _hits(searcher: Any, query: Any, ranked: bool, offset: int, limit: int) -> list[tuple[int, float]]:
    """(key, score): the best first, or the newest document first when nothing was asked."""
    if limit <= 0 or offset >= DEEPEST:
        return []
    order = {} if ranked else {"order_by_field": "recency"}
    result = searcher.search(query, min(limit, DEEPEST - offset), count=False, offset=offset, **order)
    addresses = [address for _, address in result.hits]
    keys = searcher.fast_field_values("pk", addresses) if addresses else []
    return [(int(pk), float(score)) for pk, (score, _) in zip(keys, result.hits, strict=True)]


def _query(searcher: Any, search: Search, understood: Question) -> tuple[Any, int, int]:
    """The strictest form of the question that finds anything: query, total, and how loose it had to be."""
    filters = [_any_of(name, values) for name, values in search.chosen.items() if values]
    for looseness in range(3):
        query = _all([_base(understood, looseness), *filters])
        total = searcher.search(query, 1).count
        if total or not _ranked(understood):
            return query, total, looseness
    return query, 0, 0


def _facets(searcher: Any, search: Search, base: Any, whole: Any) -> dict[str, list[tuple[str, int]]]:
    """The counts of every facet; of a facet with a choice, as if nothing were chosen in it."""
    free = [name for name in FACETS if not search.chosen.get(name)]
    counts = _counted(searcher, whole, free)
    for name in set(FACETS) - set(free):
        others = [_any_of(n, v) for n, v in search.chosen.items() if v and n != name]
        counts |= _counted(searcher, _all([base, *others]), [name])
    for name, values in search.chosen.items():
        shown = {value for value, _ in counts.get(name, [])}
        counts[name] = counts.get(name, []) + [(value, 0) for value in values if value not in shown]
    return counts


def _counted(searcher: Any, query: Any, names: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in names}
    buckets = searcher.aggregate(query, wanted)
    return {name: [(b["key"], b["doc_count"]) for b in buckets[name]["buckets"]] for name in names}


# The shape of the question


def _base(understood: Question, looseness: int) -> Any:
    """0: everything asked for. 1: the parties' parts and the kind only help the ranking. 2: so do words."""
    must: list[Any] = []
    should: list[Any] = []
    content = [_word(word) for word in understood.words] + [_phrase(p) for p in understood.phrases]
    if content:
        least = 1 if looseness == 2 else _least(len(content))
        must.append(tantivy.Query.boolean_query([(_SHOULD, c) for c in content], least))
    demands = [_mention(m) for m in understood.mentions]
    if understood.kind:
        demands.append(_term("kind", understood.kind.value))
    (should if looseness and content else must).extend(demands)
    if not must and not should:
        return tantivy.Query.all_query()
    return tantivy.Query.boolean_query([(_MUST, q) for q in must] + [(_SHOULD, q) for q in should])


_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def _least(n: int) -> int:
    """How many of the words a provision must hold: all of two, most of more."""
    return n if n <= 2 else math.ceil(n * 0.6)


def _word(word: Word) -> Any:
    """A word as typed, its stem in each language, the document around it, or its theme: the best counts."""
    ways = [_fixed(_term("theme", key), 0.3) for key in word.themes]
    ways += [_fixed(_term("group", key), 0.3) for key in word.groups]
    for name in index.TEXTS:
        boost = 0.4 if name.startswith("context") else 1.2 if name == "words" else 1.0
        terms = analyzed(name, word.text)
        ways += [_boosted(_all([_term(name, term) for term in terms]), boost)] if terms else []
    return tantivy.Query.disjunction_max_query(ways, 0.1) if ways else tantivy.Query.empty_query()


def _phrase(words: str) -> Any:
    terms = analyzed("words", words)
    if len(terms) < 2:
        return _word(Word(words))
    ways = [tantivy.Query.phrase_query(index.schema(), n, list(terms)) for n in ("words", "context")]
    return tantivy.Query.disjunction_max_query(ways)


def _mention(mention: Mention) -> Any:
    """A party in its part; when the part is open, as addressee, as issuer or as words of the text."""
    asked = [_fixed(_term("addressee", mention.party), 1.0), _fixed(_term("asked", mention.party), 0.8)]
    issued = [_fixed(_term("issuer", mention.party), 1.0)]
    if mention.part:
        return tantivy.Query.disjunction_max_query(asked if mention.part == "addressee" else issued)
    named = [_boosted(_all([_word(Word(w)) for w in mention.words]), 0.5)] if mention.words else []
    return tantivy.Query.disjunction_max_query(asked + issued + named)


def _any_of(name: str, values: Sequence[str]) -> Any:
    """A filter that does not touch the ranking."""
    return _fixed(tantivy.Query.term_set_query(index.schema(), name, list(values)), 0.0)


def _term(name: str, value: str) -> Any:
    return tantivy.Query.term_query(index.schema(), name, value, "basic" if name in _CODED else "position")


_CODED = frozenset((*FACETS, "asked", "document"))


def _boosted(query: Any, boost: float) -> Any:
    return tantivy.Query.boost_query(query, boost)


def _fixed(query: Any, score: float) -> Any:
    """A score that does not depend on how rare the term is: words of the text decide among equals."""
    return tantivy.Query.const_score_query(query, score)


def _all(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(_MUST, q) for q in queries])


@lru_cache(maxsize=4096)
def analyzed(name: str, words: str) -> tuple[str, ...]:
    """The terms that a text column holds for some words."""
    return tuple(index.analyzers()[index.analyzer_name(name)].analyze(words))
