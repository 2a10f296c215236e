"""What is new, changed and unchanged; rows without identity found again by their words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake.composing import Edit, appended, edited, moved
from koinon.register.engine.intake.items import Item, Paper, Parsed
from koinon.register.engine.intake.planning import Plan, Stored, Worded, alike, plan


def item(key: str, text: str = "", *issuers: str) -> Item:
    return Item(key, "review", 2, text or key, Kind.RECOMMENDATION, Strength.RECOMMENDATION, issuers=issuers)


def file(*items: Item, of: str = "upr-info") -> Parsed:
    papers = {"review": Paper("review", "Review", "review-outcome")}
    return Parsed(of, len(items), 0, papers, items, ())


def stored(*items: Item) -> dict[str, Stored]:
    return {i.key: Stored(i.key, i.digest, n, 1, i.origin) for n, i in enumerate(items, start=1)}


def compared(new: Parsed, *here: Item) -> Plan:
    words = {i.key: Worded(i.key, i.text, frozenset(i.issuers)) for i in here}
    return plan(new, stored(*here), lambda keys: [words[key] for key in keys])


def counts(made: Plan) -> tuple[int, int, int]:
    return len(made.new), len(made.changed), made.unchanged


def test_the_same_rows_are_unchanged_in_any_order() -> None:
    one, two = item("a", "", "X", "Y"), item("b")
    assert counts(compared(file(two, replace(one, issuers=("Y", "X"), row=9)), one, two)) == (0, 0, 2)


def test_nearly_the_same_words_of_the_same_recommenders_are_a_change() -> None:
    old = item("a", "Ratify the Convention of Harbour without delay", "X")
    new = item("b", "Ratify the Convention of Harbour without any delay", "X")
    made = compared(file(new), old)
    assert counts(made) == (0, 1, 0)
    assert made.changed[0][1].key == "a"
    assert counts(compared(file(replace(new, issuers=("Z",))), old)) == (1, 0, 0)
    assert counts(compared(file(new, old), old)) == (1, 0, 1), "the old row is still in the file"
    assert counts(compared(file(new, of="sheet"), old)) == (1, 0, 0), "a sheet has identities"


def test_pairs_are_one_to_one_and_the_most_alike_first() -> None:
    text = "Ratify the Convention of Harbour without delay"
    gone = [Worded("old", text, frozenset("X"))]
    new = [item("far", text + " and more", "X"), item("near", text + ".", "X")]
    assert alike(new, gone) == {"near": "old"}


def test_a_plan_is_known_by_its_fingerprint() -> None:
    one, two = item("a"), item("b")
    assert compared(file(one)).fingerprint == compared(file(replace(one, row=7))).fingerprint
    assert compared(file(one)).fingerprint != compared(file(one, two)).fingerprint
    assert compared(file(one)).fingerprint != compared(file(one), one).fingerprint


rows = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), max_size=8)


@given(rows, rows)
def test_after_one_file_and_another_stand_the_rows_of_the_second_over_the_first(
    first: dict[str, int], second: dict[str, int]
) -> None:
    def items(values: dict[str, int]) -> list[Item]:
        return [item(key, f"{key} has the value {value}") for key, value in values.items()]

    def taken(here: dict[str, Item], new: list[Item]) -> dict[str, Item]:
        made = plan(file(*new, of="uhri"), stored(*here.values()))
        here = {**here, **{i.key: i for i in made.new}}
        for changed, was in made.changed:
            del here[was.key]
            here[changed.key] = changed
        return here

    after = taken(taken({}, items(first)), items(second))
    assert {key: i.text for key, i in after.items()} == {
        key: i.text for key, i in {i.key: i for i in items({**first, **second})}.items()
    }
    again = plan(file(*items(second), of="uhri"), stored(*after.values()))
    assert counts(again) == (0, 0, len(second))


@given(
    st.lists(st.text("abc xyz", min_size=1), min_size=1, max_size=6),
    st.lists(st.text("klm", min_size=1), max_size=6),
)
def test_spans_hold_their_words_through_every_edit(words: list[str], instead: list[str]) -> None:
    text, spans = appended("Title", words)
    assert [text[slice(*span)] for span in spans] == words
    edits = [Edit(*span, new) for span, new in zip(spans, instead, strict=False)]
    after, made = edited(text, edits)
    expected = [*instead[: len(words)], *words[len(instead) :]]
    assert [after[slice(*moved(span, made))] for span in spans] == expected
    assert after[slice(*moved((0, 5), made))] == "Title"
