"""Restatements are proposed by the machine, decided by persons, and nothing decided is lost."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import followers, guard
from koinon.ledger.models import Entry
from koinon.register import followers as register_followers
from koinon.register.actions import comparing, lineage
from koinon.register.models import Compared, Document, Provision, Restatement
from koinon.register.queries import lineage as queries
from koinon.register.queries import lineage_rows
from tests.factories import register as make
from tests.factories.people import person
from tests.register.lineage.examples_lineage import compared
from tests.register.lineage.worlds import SPYWARE, World

pytestmark = pytest.mark.django_db
State = Restatement.State


def test_what_asks_the_same_is_proposed_from_the_earlier_to_the_later_with_what_both_share() -> None:
    world = compared()
    found = set(
        Restatement.objects.values_list("earlier__document__slug", "later__document__slug", "earlier__number")
    )
    assert {("paper-2019", "paper-2022", 1), ("paper-2019", "paper-2023", 1)} <= found
    assert not any(number == 3 for *_, number in found)
    why = {one["reason"]: one for one in world.pair(2019, 2022).why}
    assert "spyware" in why["words"]["right"] and "export" in why["words"]["right"]
    assert ["moratorium"] in [one["left"] for one in world.pair(2019, 2022).why] or why["words"]


def test_a_document_leaves_one_restricted_entry_and_is_compared_once() -> None:
    world = compared()
    entries = Entry.objects.filter(verb="register.propose_restatements")
    assert entries.count() == 3 and {entry.visibility for entry in entries} == {"restricted"}
    assert Compared.objects.count() == 3 and not queries.waiting().exists()
    before = Restatement.objects.count()
    assert comparing.compare(world.papers, lambda *_: None) == 0
    assert Restatement.objects.count() == before


def test_a_job_that_is_cut_off_takes_up_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    World()
    one, done = comparing._one, []

    def cut_off(document: Document, found: lineage_rows.Everything) -> int:
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(document.slug)
        return one(document, found)

    monkeypatch.setattr(comparing, "_one", cut_off)
    with pytest.raises(KeyboardInterrupt):
        comparing.compare_waiting()
    assert [row.document.slug for row in Compared.objects.all()] == ["paper-2019"]
    monkeypatch.setattr(comparing, "_one", one)
    assert [d.slug for d in queries.waiting()] == ["paper-2022", "paper-2023"]
    comparing.compare_waiting()
    assert not queries.waiting().exists() and not queries.progress_file().exists()


def test_what_changes_after_it_was_compared_waits_again() -> None:
    world = compared()
    with guard.writing("a correction"):
        world.at(2022).save()
    assert [d.slug for d in queries.waiting()] == ["paper-2022"]


def test_texts_are_analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = compared()
    seen: list[str] = []
    rows = lineage_rows.rows

    def counted(texts: object) -> object:
        listed = list(texts)  # type: ignore[call-overload]
        seen.extend(one.text for one in listed)
        return rows(listed)

    monkeypatch.setattr(lineage_rows, "rows", counted)
    lineage_rows.everything()
    assert seen == []
    with guard.writing("a correction"):
        Provision.objects.filter(pk=world.at(2022).pk).update(text="Something else.")
    lineage_rows.everything()
    assert seen == ["Something else."]
    lineage_rows.kept_file().write_bytes(b"broken")
    lineage_rows.everything()
    assert len(seen) == 10


def test_confirmed_it_stands_and_cannot_be_decided_twice() -> None:
    world = compared()
    row = lineage.confirm(by=world.ada, restatement=world.pair(2019, 2022))
    assert (row.state, row.decided_by) == (State.CONFIRMED, world.ada)
    entry = Entry.objects.get(verb="register.confirm_restatement")
    assert entry.visibility == "public" and entry.facts["later"] == {"document": "paper-2022", "provision": 1}
    assert "Ada" not in str(entry.facts)
    with pytest.raises(Refused) as refused:
        lineage.reject(by=world.ada, restatement=row, reason="No.")
    assert refused.value.code == "register.lineage.decided"


def test_what_was_rejected_is_not_proposed_again_and_needs_a_reason() -> None:
    world = compared()
    with pytest.raises(Refused) as refused:
        lineage.reject(by=world.ada, restatement=world.pair(2019, 2022), reason=" ")
    assert refused.value.code == "register.lineage.reason"
    lineage.reject(by=world.ada, restatement=world.pair(2019, 2022), reason="It asks for less.")
    with guard.writing("once more"):
        Compared.objects.all().delete()
    comparing.compare_waiting()
    assert world.pair(2019, 2022).state == State.REJECTED
    assert Entry.objects.get(verb="register.reject_restatement").visibility == "restricted"


def test_undone_it_stands_proposed_again_and_the_decision_is_kept() -> None:
    world = compared()
    row = lineage.confirm(by=world.ada, restatement=world.pair(2019, 2022))
    lineage.undo(by=world.ada, restatement=row)
    row.refresh_from_db()
    assert row.state == State.CONFIRMED and row.undone_at is not None
    again = world.pair(2019, 2022)
    assert again.state == State.PROPOSED and again.score == row.score
    with pytest.raises(Refused):
        lineage.undo(by=world.ada, restatement=row)


def test_a_person_adds_what_the_machine_did_not_see_and_can_take_it_back() -> None:
    world = World()
    row = lineage.add(by=world.ada, earlier=world.at(2019, 3), later=world.at(2022, 3), reason="Same ask.")
    assert row.score is None and row.state == State.CONFIRMED
    with pytest.raises(Refused) as refused:
        lineage.add(by=world.ada, earlier=world.at(2019, 3), later=world.at(2022, 3))
    assert refused.value.code == "register.lineage.there"
    lineage.undo(by=world.ada, restatement=row)
    assert not queries.public().exists()


def test_added_although_rejected_the_rejection_is_kept_as_undone() -> None:
    world = compared()
    row = lineage.reject(by=world.ada, restatement=world.pair(2019, 2022), reason="No.")
    made = lineage.add(by=world.ada, earlier=world.at(2019), later=world.at(2022))
    row.refresh_from_db()
    assert made.pk != row.pk and row.undone_at is not None and world.pair(2019, 2022) == made


@pytest.mark.parametrize(
    ("earlier", "later", "code"),
    [
        ((2022, 1), (2019, 1), "register.lineage.order"),
        ((2019, 1), (2019, 2), "register.lineage.same_document"),
    ],
)
def test_what_makes_no_sense_is_refused(earlier: tuple[int, int], later: tuple[int, int], code: str) -> None:
    world = World()
    with pytest.raises(Refused) as refused:
        lineage.add(by=world.ada, earlier=world.at(*earlier), later=world.at(*later))
    assert refused.value.code == code


def test_several_are_confirmed_with_one_entry() -> None:
    world = compared()
    rows = list(Restatement.objects.filter(later__number=1))
    lineage.reject(by=world.ada, restatement=rows[0], reason="No.")
    made = lineage.confirm_restatements(by=world.ada, restatements=rows)
    assert len(made) == len(rows) - 1
    assert len(Entry.objects.get(verb="register.confirm_restatements").facts["restatements"]) == len(made)
    with pytest.raises(Refused):
        lineage.confirm_restatements(by=world.ada, restatements=rows)


def test_only_who_may_decide_sees_what_is_proposed() -> None:
    compared()
    with pytest.raises(NotPermitted):
        queries.restatements_for(person("Eve", role="focal-point"))
    with pytest.raises(NotPermitted):
        queries.restatement_for(person("Bob", role=None), Restatement.objects.first().pk)  # type: ignore[union-attr]


def test_what_is_not_public_is_neither_compared_nor_shown() -> None:
    world = World()
    hidden = make.document("hidden", SPYWARE[0], state="review")
    make.provision(hidden, SPYWARE[0])
    comparing.compare_waiting()
    assert not Restatement.objects.filter(later__document=hidden).exists()
    assert queries.restatements_for(world.ada, document="paper-2019").exists()
    with guard.writing("a withdrawal"):
        Document.objects.filter(slug="paper-2019").update(state="withdrawn")
    assert not queries.restatements_for(world.ada, document="paper-2019").exists()


def test_the_job_is_queued_once_when_something_is_published() -> None:
    World()
    assert followers.FOLLOWERS["lineage"] is register_followers.compare
    make.entry("register.publish", "document:paper-2019", document="paper-2019")
    followers.catch_up("lineage")
    make.entry("register.publish", "document:paper-2022", document="paper-2022")
    followers.catch_up("lineage")
    assert ProcrastinateJob.objects.filter(task_name=comparing.TASK, status="todo").count() == 1
