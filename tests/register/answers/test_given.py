"""The positions of a data set's rows become published answers of those that the rows ask, with history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.people.queries.directory import directory
from koinon.register.actions import given, intake, joining
from koinon.register.engine.intake import formats
from koinon.register.models import Answer, FollowUp, Intake, Provision, Row
from tests.factories import following
from tests.factories.people import party, person
from tests.register.answers.office import NOW
from tests.register.intake.files import upr, upr_file

pytestmark = pytest.mark.django_db
ROWS = (
    upr("Ratify the Convention of Harbour"),
    upr("Abolish the death penalty", response="Noted"),
    upr("Hold a dialogue", response="General Response"),
    upr("Publish a report", "Velmark", response="Voluntary Pledge", action="3"),
)


@pytest.fixture
def ada() -> Person:
    party("velmark", "Velmark")
    party("sundara", "Sundara")
    return person("Ada", role="secretariat")


def taken(by: Person, *rows: list[object]) -> Intake:
    data = upr_file(*rows)
    found = formats.parsed("find-out", "upr.csv", data, directory(), None)
    row = intake.unsaved(by, "find-out")
    return intake.take_in(by=by, intake=row, parsed=found, file=("upr.csv", data))


def by_words(**rest: str) -> dict[str, tuple[str, str]]:
    found = Answer.objects.filter(state="published", **rest).select_related("follow_up__provision")
    return {a.follow_up.provision.text: (a.position, a.origin) for a in found}


def test_taking_a_file_in_publishes_what_it_says(ada: Person) -> None:
    taken(ada, *ROWS)
    assert by_words() == {
        "Ratify the Convention of Harbour": ("accepted", "upr-info"),
        "Abolish the death penalty": ("noted", "upr-info"),
    }
    positions = dict(FollowUp.objects.values_list("provision__text", "position"))
    assert positions["Abolish the death penalty"] == "noted" and positions["Hold a dialogue"] == ""
    facts = Entry.objects.get(verb="register.take_in").facts
    assert (facts["answers"], facts["positions_unclear"], facts["answers_kept"]) == (2, 1, 0)


def test_the_same_file_again_writes_nothing(ada: Person) -> None:
    taken(ada, *ROWS)
    before = list(Answer.objects.values_list("pk", "revision"))
    assert given.give(Provision.objects.values_list("pk", flat=True), NOW) == given.Given(0, 0, 1)
    assert list(Answer.objects.values_list("pk", "revision")) == before


def test_a_changed_row_replaces_the_answer_and_the_earlier_one_stays(ada: Person) -> None:
    taken(ada, *ROWS)
    taken(ada, upr("Abolish the death penalty", response="Accepted"))
    new, old = Answer.objects.filter(follow_up__provision__text="Abolish the death penalty")
    assert (new.number, new.position, new.state, new.change) == (
        2, "accepted", "published", "Changed in the data set.",
    )  # fmt: skip
    assert (old.number, old.position, old.state) == (1, "noted", "replaced") and old.replaced_at
    assert new.follow_up.position == "accepted"


def test_what_the_party_answered_here_itself_stands(ada: Person) -> None:
    taken(ada, upr("Abolish the death penalty", response="Pending"))
    follow_up = FollowUp.objects.get()
    following.answer(follow_up, "declined", reasons="Law 7.")
    row = taken(ada, upr("Abolish the death penalty", response="Accepted"))
    assert [a.position for a in Answer.objects.all()] == ["declined"]
    assert Entry.objects.filter(verb="register.take_in").latest("number").facts["answers_kept"] == 1
    assert row.sample["positions"]["answers_kept"] == 1


def test_a_row_of_several_addressees_speaks_for_none(ada: Person) -> None:
    taken(ada, ROWS[0])
    with guard.writing("as if nothing had been said"):
        Answer.objects.all().delete()
        other = FollowUp.objects.create(
            provision=Provision.objects.get(), document=Provision.objects.get().document, name="observers",
            begun_at=timezone.now(),
        )  # fmt: skip
        assert given.give(Provision.objects.values_list("pk", flat=True), NOW).unclear == 1
        FollowUp.objects.filter(pk=other.pk).update(ended_at=timezone.now(), ended_because="unnamed")
        assert given.give(Provision.objects.values_list("pk", flat=True), NOW).written == 1


def test_thousands_cost_as_many_queries_as_three(ada: Person) -> None:
    def cost(n: int, session: int) -> int:
        taken(ada, *(upr(f"Do thing {i}", response="Pending", session=session) for i in range(n)))
        with guard.writing("rows that say more now"):
            Row.objects.update(facts={"position": "Accepted"})
            Answer.objects.all().delete()
            with CaptureQueriesContext(connection) as found:
                keys = Provision.objects.filter(document__title__endswith=f"session {session}")
                told = given.give(keys.values_list("pk", flat=True), NOW)
        assert told.written == n
        return len(found)

    assert cost(3, 18) == cost(300, 19)


def test_rows_taken_in_before_there_were_follow_ups_get_theirs(ada: Person) -> None:
    taken(ada, *ROWS)
    with guard.writing("as it was before"):
        Answer.objects.all().delete()
        FollowUp.objects.all().delete()
    entries = list(Entry.objects.order_by("number"))
    joining.follow(entries)
    assert set(by_words()) == {"Ratify the Convention of Harbour", "Abolish the death penalty"}
    assert Entry.objects.get(verb="register.follow_up").facts["answers"] == 2
    joining.follow(entries)
    assert Answer.objects.count() == 2, "the same entries twice change nothing"
