"""Ranked search over what is published, with facets that count what each further choice would give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from koinon.people.queries.directory import directory
from koinon.register.engine.questions import Question, literal, question
from koinon.register.models import Provision
from koinon.register.queries import index, knowledge, public
from koinon.register.queries.index import FACETS
from koinon.register.queries.index_files import Damaged, Snapshot
from koinon.register.queries.matching import Matched, any_of, forgiving, matched
from koinon.register.queries.ranking import DEEPEST, hits, newest

__all__ = ["DEEPEST", "Found", "Hit", "Search", "every", "found", "in_order", "keys_of", "newest_keys_of"]

FACET_SIZE = 40
STRIDE = 500  # provisions that are read at once on the way through all of them
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

    @property
    def also(self) -> dict[str, tuple[str, ...]]:
        """The words that were probably misspelt, each with those that were searched beside it."""
        return {word.text: word.also for word in self.question.words if word.also}


@dataclass(frozen=True)
class Answer:
    """The keys and scores of one page, before anything is read from the database."""

    total: int
    hits: list[tuple[int, float]]
    facets: dict[str, list[tuple[str, int]]]
    question: Question
    looser: bool


def found(search: Search, *, offset: int = 0, limit: int = 25) -> Found:
    """Answer a search; a damaged index is rebuilt and asked again."""
    given = answer(search, offset=offset, limit=limit)
    provisions = {p.pk: p for p in in_order([pk for pk, _ in given.hits])}
    return Found(
        total=given.total,
        hits=[Hit(provisions[pk], score) for pk, score in given.hits if pk in provisions],
        facets=given.facets,
        question=given.question,
        looser=given.looser,
    )


def answer(search: Search, *, offset: int = 0, limit: int = 25) -> Answer:
    """What the index alone tells."""
    understood = _understood(search)
    return _asked(lambda snapshot: answered(snapshot, search, understood, offset=offset, limit=limit))


def answered(
    snapshot: Snapshot, search: Search, understood: Question, *, offset: int = 0, limit: int = 25
) -> Answer:
    """The answer of one state of the index to a question that was understood."""
    meant, result = _matched(snapshot, search, understood)
    return Answer(
        total=len(result.whole),
        hits=hits(snapshot, meant, search.chosen, result, offset=offset, limit=limit),
        facets=_facets(snapshot, search, result),
        question=meant,
        looser=bool(result.looseness),
    )


def keys_of(search: Search) -> list[int]:
    """The primary keys of everything a search finds, best first, up to the deepest hit."""
    understood = _understood(search)

    def keys(snapshot: Snapshot) -> list[int]:
        meant, result = _matched(snapshot, search, understood)
        best = hits(snapshot, meant, search.chosen, result, offset=0, limit=DEEPEST)
        return [pk for pk, _ in best]

    return _asked(keys)


def newest_keys_of(search: Search, *, most: int) -> list[int]:
    """The primary keys of what a search finds that came into the register last, the newest first."""
    understood = _understood(search)
    return _asked(lambda snapshot: newest(snapshot, _matched(snapshot, search, understood)[1], most))


def every(search: Search) -> Iterator[int]:
    """The primary keys of everything a search finds, by key: however many, in the memory of a bitmap."""
    understood = _understood(search)
    rows = _asked(lambda snapshot: _matched(snapshot, search, understood)[1].whole)
    yield from rows


def met_in(snapshot: Snapshot, search: Search) -> set[int]:
    """The keys of what meets the whole of a search in an index of one's own."""
    _, result = _matched(snapshot, search, _understood(search))
    return set() if result.looseness else set(result.whole)


def every_provision(search: Search) -> Iterator[Provision]:
    """Everything a search finds, by key, read in strides; what is no longer public is left out."""
    keys = every(search)
    while some := list(islice(keys, STRIDE)):
        yield from in_order(some)


def in_order(keys: Sequence[int]) -> list[Provision]:
    """The published provisions of those keys, in that order; what is no longer public is left out."""
    rows = {p.pk: p for p in public.provisions().select_related("row").filter(pk__in=keys).order_by()}
    return [rows[pk] for pk in keys if pk in rows]


def _asked(ask: Callable[[Snapshot], T]) -> T:
    try:
        return ask(index.opened())
    except (ValueError, OSError, Damaged):
        return ask(index.recovered())


def _understood(search: Search) -> Question:
    if search.literally:
        return literal(search.text)
    return question(search.text, directory(), knowledge.vocabulary())


def _matched(snapshot: Snapshot, search: Search, understood: Question) -> tuple[Question, Matched]:
    """What was meant, slips of the pen forgiven, and the keys it finds."""
    meant = understood if search.literally else forgiving(snapshot.postings, understood)
    return meant, matched(snapshot, meant, search.chosen)


def _facets(snapshot: Snapshot, search: Search, result: Matched) -> dict[str, list[tuple[str, int]]]:
    """The counts of every facet; of a facet with a choice, as if nothing were chosen in it."""
    postings, counts = snapshot.postings, {}
    for name in FACETS:
        values = search.chosen.get(name, ())
        among = result.whole
        if values:
            among = result.base
            for other, chosen in search.chosen.items():
                if chosen and other != name:
                    among = among & any_of(postings, other, chosen)
        counts[name] = postings.counts(name, among, FACET_SIZE)
        shown = {value for value, _ in counts[name]}
        for value in values:
            if value not in shown:
                there = among.intersection_cardinality(postings.facet(name, value))
                counts[name].append((value, there))
    return counts
