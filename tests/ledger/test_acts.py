from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError

from koinon.kernel.refusals import NotPermitted
from koinon.ledger import acts, guard
from koinon.ledger.engine.chain import GENESIS, digest
from koinon.ledger.models import Entry, Private, Visibility
from tests.ledger.acting import Somebody, made

pytestmark = pytest.mark.django_db


def test_entries_are_numbered_without_gaps_and_chained() -> None:
    with made() as perform:
        first, second = perform(by=Somebody()), perform(by=Somebody())
    assert second.number == first.number + 1
    assert second.previous == first.hash
    assert Entry.objects.earliest("number").previous == GENESIS


def test_a_stranger_is_refused_with_the_reason_and_leaves_no_entry() -> None:
    with made() as perform, pytest.raises(NotPermitted, match="Strangers may not"):
        perform(by=Somebody("person:stranger"))
    assert not Entry.objects.filter(verb="test.act").exists()


@pytest.mark.parametrize("entries", [0, 2])
def test_an_action_leaves_exactly_one_entry_or_nothing_at_all(entries: int) -> None:
    with made(entries=entries) as perform, pytest.raises(acts.NoEntry):
        perform(by=Somebody())
    assert not Entry.objects.filter(verb="test.act").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_follower SET position = 0",
        'update "ledger_follower" set position = 0',
        "DELETE FROM ledger_private",
        "TRUNCATE ledger_private",
        "INSERT INTO ledger_follower (name, position) VALUES ('x', 0)",
    ],
)
def test_a_write_outside_an_action_is_refused(statement: str) -> None:
    with pytest.raises(guard.WriteOutsideAction), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(guard.WriteOutsideAction):
        Private.objects.filter(person="person:1").update(person="")


@pytest.mark.parametrize("table", ["entry", "checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE ledger_{} SET hash = 'x'", "DELETE FROM ledger_{}"])
def test_the_database_itself_refuses_to_change_what_stands(table: str, statement: str) -> None:
    from koinon.ledger.checkpoints import checkpoint

    with made() as perform:
        perform(by=Somebody())
    checkpoint()
    with (
        pytest.raises((IntegrityError, InternalError), match="never changed"),
        guard.writing("an attempt"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_facts_survive_the_database_unchanged() -> None:
    facts = {"z": 1, "a": "é e\u0301 漢", "list": [1, {"b": None}], "big": 12345678901234567890}
    with made() as perform:
        entry = perform(by=Somebody(), facts=facts)
    entry.refresh_from_db()
    assert entry.link.hash == entry.hash
    assert digest(entry.facts) == entry.facts_digest


def test_restricted_facts_are_digested_with_a_salt() -> None:
    with made() as perform:
        one, two = (perform(by=Somebody(), visibility=Visibility.RESTRICTED) for _ in range(2))
    assert one.facts == two.facts and one.facts_digest != two.facts_digest
