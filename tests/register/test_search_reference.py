"""What a search finds and counts, against a slow reading of every row; no database is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.register.engine.questions import literal
from koinon.register.engine.searching.analysis import analysed, spoken
from koinon.register.queries import index, index_files
from koinon.register.queries.index_rows import FACETS, Read, row
from koinon.register.queries.search import Search, answered

WORDS = ["protect", "Protecting", "rights", "droits", "protéger", "journalistes", "人权", "保护人权", "x1"]
#: What may be typed; a word beside its stem must not make another word of the row match.
TYPED = [*WORDS, "right", "journaliste", "权", "nowhere"]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
reads = st.builds(
    Read,
    pk=st.just(0),
    number=st.integers(1, 20),
    text=texts,
    context=st.tuples(texts),
    document=st.sampled_from(["one", "two"]),
    language=st.sampled_from(["en", "fr", "zh", "xx"]),
    issued_on=st.sampled_from([None, date(2030, 1, 2), date(2031, 3, 4)]),
    kind=st.sampled_from(["recommendation", "commitment"]),
    strength=st.just("optional"),
    deadline=st.sampled_from(["none", "dated"]),
    addressees=st.lists(st.sampled_from(["lands", "isles", "~Some body"]), max_size=3).map(tuple),
    issuers=st.lists(st.sampled_from(["coalition", "lands"]), max_size=2).map(tuple),
    asked=st.just(()),
    themes=st.lists(st.sampled_from(["torture", "media"]), unique=True),
    groups=st.just([]),
    wordings=st.lists(st.tuples(st.just("fr"), texts, st.just("Titre")), max_size=1),
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "addressee": st.lists(st.sampled_from(["lands", "isles", "nobody"]), min_size=1, max_size=2),
        "kind": st.just(["commitment"]),
        "year": st.just(["2031"]),
    },
)


def held(read: Read) -> list[tuple[str, str]]:
    """Every text of a row with its language."""
    own = [(text, read.language) for text in (read.text, *read.context)]
    return own + [(text, language) for language, words, title in read.wordings for text in (words, title)]


def holds(read: Read, word: str, languages: set[str]) -> bool:
    """A word stands where some text of the row, analysed by its language, has all terms of the word in it."""
    found = {term for text, language in held(read) for term in analysed(text, language).terms}
    if any(letter >= "\u4e00" for letter in word):
        runs = {run for text, _ in held(read) for run in text.split()}
        return any(word in run for run in runs)
    return any(set(analysed(word, language).terms) & found for language in languages)


def values(read: Read) -> dict[str, set[str]]:
    coded = {name: set(row(read).coded[name]) for name in FACETS}
    assert coded["addressee"] == set(read.addressees) and coded["theme"] == set(read.themes)
    return coded


@settings(max_examples=80)
@given(
    st.lists(reads, max_size=14),
    st.lists(st.sampled_from(TYPED), max_size=4, unique_by=lambda w: w.lower()),
    choices,
)
def test_sets_totals_facets_and_hits_are_those_of_the_slow_reading(
    content: list[Read], typed: list[str], chosen: dict[str, list[str]]
) -> None:
    table = dict(enumerate(content, start=1))
    languages = {spoken(language) for read in content for _, language in held(read)} | {""}
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        folder.mkdir()
        index.built(folder, (row(_keyed(read, pk)) for pk, read in table.items()))
        search = Search(" ".join(typed), chosen, literally=True)
        found = answered(index_files.read(folder), search, literal(search.text), limit=50)
    marks = {pk: sum(holds(read, word, languages) for word in typed) for pk, read in table.items()}
    coded = {pk: values(read) for pk, read in table.items()}

    def kept(but: str = "") -> set[int]:
        filters = {name: set(wanted) for name, wanted in chosen.items() if name != but}
        return {pk for pk in table if all(coded[pk][name] & wanted for name, wanted in filters.items())}

    count = len(typed)
    strict = count if count <= 2 else ceil(count * 0.6)
    base = {pk for pk in table if marks[pk] >= strict}
    if typed and not base & kept():
        base = {pk for pk in table if marks[pk]}
        if base & kept():
            assert found.looser
        else:
            base = {pk for pk in table if marks[pk] >= strict}
    assert found.total == len(base & kept())
    assert {pk for pk, _ in found.hits} == base & kept() and len(found.hits) == found.total
    for name in FACETS:
        among = base & kept(name) if chosen.get(name) else base & kept()
        counted = Counter(value for pk in among for value in coded[pk][name])
        shown = dict(found.facets[name])
        assert {value: n for value, n in shown.items() if n} == dict(counted)
        assert set(chosen.get(name, ())) <= set(shown)


def _keyed(read: Read, pk: int) -> Read:

    return replace(read, pk=pk)
