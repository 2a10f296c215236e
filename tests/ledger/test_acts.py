from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError

from koinon.kernel.refusals import NotPermitted
from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger import acts, guard
from koinon.ledger.engine.chain import GENESIS
from koinon.ledger.models import Entry, Private, Visibility

pytestmark = pytest.mark.django_db


class Somebody:
    """An actor known by an opaque reference."""

    def __init__(self, reference: str = "person:1") -> None:
        self.reference = reference


@pytest.fixture(autouse=True)
def no_lasting_actions() -> object:
    """Actions made in a test are forgotten after it."""
    before = dict(acts.ACTIONS)
    yield
    acts.ACTIONS.clear()
    acts.ACTIONS.update(before)


def may(*, by: Somebody, **_: object) -> Verdict:
    return YES if by.reference != "person:stranger" else no("Strangers may not.")


def act(verb: str = "test.act", entries: int = 1, visibility: Visibility = Visibility.PUBLIC) -> object:
    @acts.action(verb, permit=may)
    def perform(*, by: Somebody, facts: dict[str, object] | None = None) -> Entry | None:
        entry = None
        for _ in range(entries):
            entry = acts.record("thing:1", facts or {"colour": "red"}, visibility=visibility)
        return entry

    return perform


def test_entries_are_numbered_without_gaps_and_chained() -> None:
    perform = act()
    first, second = perform(by=Somebody()), perform(by=Somebody())
    assert second.number == first.number + 1
    assert second.previous == first.hash
    assert Entry.objects.order_by("number").first().previous == GENESIS


def test_a_stranger_is_refused_with_the_reason_and_leaves_no_entry() -> None:
    perform = act()
    with pytest.raises(NotPermitted, match="Strangers may not"):
        perform(by=Somebody("person:stranger"))
    assert not Entry.objects.filter(verb="test.act").exists()


@pytest.mark.parametrize("entries", [0, 2])
def test_an_action_leaves_exactly_one_entry_or_nothing_at_all(entries: int) -> None:
    perform = act(entries=entries)
    with pytest.raises(acts.NoEntry):
        perform(by=Somebody())
    assert not Entry.objects.filter(verb="test.act").exists()


def test_a_write_outside_an_action_is_refused() -> None:
    with pytest.raises(guard.WriteOutsideAction):
        Private.objects.filter(person="person:1").delete()
    with pytest.raises(guard.WriteOutsideAction), connection.cursor() as cursor:
        cursor.execute('UPDATE "ledger_follower" SET position = 0')


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entry SET about = 'x'", "DELETE FROM ledger_entry WHERE number > 0"]
)
def test_the_database_itself_refuses_to_change_an_entry(statement: str) -> None:
    act()(by=Somebody())
    with (
        pytest.raises((IntegrityError, InternalError), match="never changed"),
        guard.writing("an attempt"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_facts_survive_the_database_unchanged() -> None:
    facts = {"z": 1, "a": "é ́ 漢", "list": [1, {"b": None}], "big": 12345678901234567890}
    entry = act()(by=Somebody(), facts=facts)
    entry.refresh_from_db()
    assert entry.link.hash == entry.hash
    from koinon.ledger.engine.chain import digest

    assert digest(entry.facts) == entry.facts_digest


def test_restricted_facts_are_digested_with_a_salt() -> None:
    perform = act(visibility=Visibility.RESTRICTED)
    one, two = perform(by=Somebody()), perform(by=Somebody())
    assert one.facts == two.facts and one.facts_digest != two.facts_digest
