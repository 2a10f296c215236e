"""How good an answer a provision is: the question as a query of the ranked index.

BM25 over the stems of the text and its words as they stand, and with less weight over the stems of title,
section and parties. The set of what is found is `matching`'s; this only puts it in order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import tantivy
from pyroaring import BitMap

from koinon.register.engine.questions import Mention, Question, Word
from koinon.register.engine.searching.analysis import sought
from koinon.register.engine.searching.postings import Postings
from koinon.register.engine.searching.words import pieces
from koinon.register.queries.index_files import CODED, Snapshot, schema
from koinon.register.queries.matching import Chosen, Matched, least, phrase_forms

DEEPEST = 10_000  # hits that paging reaches
AROUND = 0.4  # weight of a word in the title, the section, the parties
ALSO = 0.6  # weight of a word that is only spelt like the one typed
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Hits = list[tuple[int, float]]


def hits(
    snapshot: Snapshot, question: Question, chosen: Chosen, found: Matched, *, offset: int, limit: int
) -> Hits:
    """(key, score): the best first, or the newest document first when nothing was asked.

    Of three words and more, what holds all comes before what holds most.
    """
    limit = min(limit, DEEPEST - offset)
    if limit <= 0 or offset >= len(found.whole):
        return []
    shape = _Shape(snapshot.postings, question, chosen)
    if not shape.content or least(len(shape.content)) == len(shape.content):
        return _search(snapshot, shape.query(found.looseness), offset, limit, ranked=shape.ranked)
    strict = shape.query(found.looseness, every_word=True)
    first = len(found.every_word)
    best: Hits = []
    if offset < first:
        best = _search(snapshot, strict, offset, min(limit, first - offset))
    if len(best) < limit and len(found.whole) > first:
        rest = [(_MUST, shape.query(found.looseness)), (_NOT, strict)]
        query = tantivy.Query.boolean_query(rest) if first else rest[0][1]
        best += _search(snapshot, query, max(0, offset - first), limit - len(best))
    return best


def newest(snapshot: Snapshot, found: Matched, most: int) -> list[int]:
    """The keys found that came into the register last, the newest first."""
    rows = found.whole
    return [rows[-at] for at in range(1, min(most, len(rows)) + 1)]


def _search(snapshot: Snapshot, query: Any, offset: int, limit: int, *, ranked: bool = True) -> Hits:
    order = {} if ranked else {"order_by_field": "recency"}
    result = snapshot.searcher.search(query, limit, count=False, offset=offset, **order)
    addresses = [address for _, address in result.hits]
    keys = snapshot.searcher.fast_field_values("pk", addresses) if addresses else []
    return [(int(pk), float(score)) for pk, (score, _) in zip(keys, result.hits, strict=True)]


class _Shape:
    """The parts of a question as queries."""

    def __init__(self, postings: Postings, question: Question, chosen: Chosen) -> None:
        self.postings = postings
        self.content = [self._word(word) for word in question.words]
        self.content += [self._phrase(phrase) for phrase in question.phrases]
        self.demands = [self._mention(mention) for mention in question.mentions]
        if question.kind:
            self.demands.append(_fixed(_term("kind", question.kind.value), 1.0))
        self.filters = [_any_of(name, values) for name, values in chosen.items() if values]
        self.ranked = bool(self.content or question.mentions)

    def query(self, looseness: int, *, every_word: bool = False) -> Any:
        """The whole question, as strict as asked for; `matching` finds the same."""
        must: list[Any] = list(self.filters)
        should: list[Any] = []
        if self.content:
            count = len(self.content)
            fewest = count if every_word else 1 if looseness == 2 else least(count)
            must.append(_at_least(fewest, self.content))
        (should if looseness and self.content else must).extend(self.demands)
        if not must:
            return tantivy.Query.all_query()
        if len(must) == 1 and not should:
            return must[0]
        return tantivy.Query.boolean_query([(_MUST, q) for q in must] + [(_SHOULD, q) for q in should])

    def _word(self, word: Word) -> Any:
        """A word as typed, its stem, its theme or what it is near to; the document around it counts less."""
        ways = [*self._typed(word.text), *(_boosted(_union(self._typed(f)), ALSO) for f in word.also)]
        ways += [_fixed(_term("theme", key), 0.3) for key in word.themes]
        ways += [_fixed(_term("group", key), 0.3) for key in word.groups]
        return _union(ways)

    def _typed(self, text: str) -> list[Any]:
        parts = [self._alternatives(part) for part in sought(text, self.postings.languages)]
        if not parts or not all(parts):
            return []
        exact = [_term("terms", f"={piece.form}") for piece in pieces(text) if not piece.clusters]
        if len(parts) == 1:
            return [*parts[0], *exact]
        return [
            tantivy.Query.boolean_query([(_MUST, _union(p)) for p in parts] + [(_SHOULD, e) for e in exact])
        ]

    def _alternatives(self, terms: Sequence[str]) -> list[Any]:
        """Terms that stand for the same word: each as telling as all of them together."""
        held = {term: rows for term in terms if (rows := self.postings.term(term))}
        together = BitMap.union(*held.values()) if len(held) > 1 else BitMap()
        total = len(self.postings.rows)
        ways = []
        for term, rows in held.items():
            boost = _telling(len(together), total) / _telling(len(rows), total) if together else 1.0
            text, around = _term("terms", term), _term("around", term)
            ways += [_boosted(text, boost) if together else text, _boosted(around, AROUND * boost)]
        return ways

    def _phrase(self, phrase: str) -> Any:
        forms = phrase_forms(phrase)
        if len(forms) < 2:
            return self._word(Word(phrase))
        return tantivy.Query.phrase_query(schema(), "phrases", list(forms))

    def _mention(self, mention: Mention) -> Any:
        """A party in its part; when the part is open, as addressee, as issuer, as words or as a subject."""
        asked = [_fixed(_term("addressee", mention.party), 1.0), _fixed(_term("asked", mention.party), 0.8)]
        issued = [_fixed(_term("issuer", mention.party), 1.0)]
        if mention.part:
            return tantivy.Query.disjunction_max_query(asked if mention.part == "addressee" else issued)
        words = [_union(self._typed(word)) for word in mention.words]
        named = [_boosted(_at_least(len(words), words), 0.5)] if words else []
        meant = [_fixed(_term("theme", key), 0.3) for key in mention.themes]
        meant += [_fixed(_term("group", key), 0.3) for key in mention.groups]
        return tantivy.Query.disjunction_max_query(asked + issued + named + meant)


def _telling(held: int, total: int) -> float:
    """The weight of BM25 for a term that so many of all rows hold (Robertson and Spärck Jones)."""
    return math.log(1 + (total - held + 0.5) / (held + 0.5))


def _any_of(name: str, values: Sequence[str]) -> Any:
    """A filter that does not touch the ranking."""
    return _fixed(tantivy.Query.term_set_query(schema(), name, list(values)), 0.0)


def _term(name: str, value: str) -> Any:
    return tantivy.Query.term_query(schema(), name, value, "basic" if name in CODED else "freq")


def _boosted(query: Any, boost: float) -> Any:
    return tantivy.Query.boost_query(query, boost)


def _fixed(query: Any, score: float) -> Any:
    """A score that does not depend on how rare the term is: words of the text decide among equals."""
    return tantivy.Query.const_score_query(query, score)


def _union(queries: Sequence[Any]) -> Any:
    if not queries:
        return tantivy.Query.empty_query()
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(_SHOULD, q) for q in queries])


def _at_least(fewest: int, queries: Sequence[Any]) -> Any:
    if len(queries) == 1:
        return queries[0]
    if fewest == len(queries):
        return tantivy.Query.boolean_query([(_MUST, q) for q in queries])
    return tantivy.Query.boolean_query([(_SHOULD, q) for q in queries], fewest)
