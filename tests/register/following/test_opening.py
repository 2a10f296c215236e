"""Who is followed up: every addressee of what is published, in its own name or as one of a class."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from koinon.ledger import guard
from koinon.people.models import Membership, Party
from koinon.register.actions import following
from koinon.register.models import Addressee, Document, FollowUp, Policy, Provision
from tests.factories.people import party
from tests.factories.register import DAY, document, group, provision, state

pytestmark = pytest.mark.django_db

LATER = DAY + timedelta(days=400)


def opened(*provisions: Provision, at: datetime = DAY, reason: str = "") -> set[int]:
    with guard.writing("test"):
        return following.open_follow_ups([p.pk for p in provisions], at, reason)


def policy(of: Document | None = None, **columns: Any) -> Policy:
    given: dict[str, Any] = {
        "kinds": ["recommendation", "commitment"],
        "time_zone": "UTC",
        "set_at": DAY - timedelta(days=1),
        "answer_days": 90,
    }
    with guard.writing("test"):
        version = Policy.objects.filter(document=of).count() + 1
        return Policy.objects.create(document=of, version=version, **(given | columns))


def names(provision: Provision) -> dict[str, str]:
    """Who is followed up, and how that ended if it did."""
    return dict(FollowUp.objects.filter(provision=provision).values_list("name", "ended_because"))


def renamed(provision: Provision, *addressees: Party | str) -> None:
    with guard.writing("test"):
        provision.addressees.all().delete()
        for position, one in enumerate(addressees, start=1):
            known = one if isinstance(one, Party) else None
            Addressee.objects.create(
                provision=provision, position=position, name=known.name if known else str(one), party=known
            )


def dates(provision: Provision, name: str = "") -> list[tuple[str, str, str, bool, bool]]:
    """The dates of a provision's follow-ups in the order in which they were set."""
    found = FollowUp.objects.get(provision=provision, **({"name": name} if name else {})).expectations.all()
    return [
        (x.term.kind, x.basis, str(x.term.due_on), x.met_at is not None, x.ended_at is not None)
        for x in found.select_related("term").order_by("pk")
    ]


def test_a_party_and_a_name_without_a_party_are_followed_up_once_however_often_it_is_asked_for() -> None:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=[party("ard", "Ardenia"), "city halls"])
    assert len(opened(one)) == 2
    assert opened(one) == set()
    assert names(one) == {"Ardenia": "", "city halls": ""}
    assert FollowUp.objects.get(party__isnull=False).begun_at == DAY


def test_nothing_is_followed_up_of_a_draft_or_of_what_was_struck() -> None:
    draft = provision(document("a", "Ban it.", state="review"), "Ban it.", addressees=["all"])
    struck = provision(document("b", "Lift it."), "Lift it.", addressees=["all"])
    with guard.writing("test"):
        Provision.objects.filter(pk=struck.pk).update(withdrawn=True)
    assert opened(draft, struck) == set()


def test_a_class_is_its_members_on_the_documents_day_and_those_who_joined_since() -> None:
    league, members = group("league", "League")
    state("arda", "Ardenia", (league, date(2000, 1, 1), None))
    state("belm", "Belmora", (league, date(2032, 1, 10), None))
    state("cald", "Caldera", (league, date(2000, 1, 1), date(2031, 12, 1)))
    state("dorn", "Dornia", (league, date(2000, 1, 1), date(2010, 1, 1)))
    state("erin", "Erinna")
    state("falk", "Falkia", (league, date(2031, 6, 1), date(2031, 8, 1)))
    one = provision(document("a", "Ban it."), "Ban it.", addressees=[members])
    opened(one)
    assert names(one) == {"Ardenia": "", "Caldera": ""}
    opened(one, at=LATER)
    assert names(one) == {"Ardenia": "", "Belmora": "", "Caldera": "left"}
    joined = FollowUp.objects.get(name="Belmora")
    assert (joined.since, joined.begun_at, joined.via) == (date(2032, 1, 10), LATER, members)
    left = FollowUp.objects.get(name="Caldera")
    assert (left.begun_at, left.ended_at) == (DAY, LATER)


def test_who_is_named_itself_and_through_a_class_has_one_follow_up_in_its_own_name() -> None:
    league, members = group("league", "League")
    ardenia = state("arda", "Ardenia", (league, None, None))
    one = provision(document("a", "Ban it."), "Ban it.", addressees=[members])
    opened(one)
    assert FollowUp.objects.get().via == members
    renamed(one, members, ardenia)
    opened(one, at=LATER)
    assert (FollowUp.objects.get().via, FollowUp.objects.get().begun_at) == (None, DAY)


def test_a_class_of_a_region_is_expanded_and_one_without_known_members_stands_for_itself() -> None:
    league, _ = group("north", "North")
    state("arda", "Ardenia", (league, None, None))
    with guard.writing("test"):
        region = Party.objects.create(
            key="states-of-north", kind="class", name="N states", place=league.place
        )
        free = Party.objects.create(key="democracies", kind="class", name="democracies")
    one = provision(document("a", "Ban it."), "Ban it.", addressees=[region, free])
    opened(one)
    assert names(one) == {"Ardenia": "", "democracies": ""}
    assert FollowUp.objects.get(name="democracies").via is None


def test_a_correction_ends_whom_it_takes_out_and_begins_anew_whom_it_brings_back() -> None:
    policy()
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["Ardenia", "Belmora"])
    opened(one)
    renamed(one, "Belmora")
    opened(one, at=LATER)
    assert names(one) == {"Ardenia": "unnamed", "Belmora": ""}
    assert dates(one, "Ardenia") == [("answer", "policy", "2031-08-03", False, True)]
    renamed(one, "Belmora", "Ardenia")
    opened(one, at=LATER + timedelta(days=1))
    back = FollowUp.objects.get(name="Ardenia")
    assert (back.ended_at, back.begun_at, back.earlier[0]["because"]) == (
        None, LATER + timedelta(days=1), "unnamed",
    )  # fmt: skip
    assert datetime.fromisoformat(back.earlier[0]["begun"]) == DAY
    assert dates(one, "Ardenia")[1:] == [("answer", "policy", "2032-09-07", False, False)]


def test_struck_and_withdrawn_ends_the_follow_up_with_its_dates() -> None:
    policy()
    first = provision(document("a", "Ban it."), "Ban it.", addressees=["all"])
    second = provision(document("b", "Lift it."), "Lift it.", addressees=["all"])
    opened(first, second)
    with guard.writing("test"):
        Provision.objects.filter(pk=first.pk).update(withdrawn=True)
        Document.objects.filter(slug="b").update(state="withdrawn")
    opened(first, second, at=LATER)
    assert [*names(first).values(), *names(second).values()] == ["struck", "withdrawn"]
    for ended in FollowUp.objects.all():
        assert (ended.silent_from, ended.next_on) == (None, None)
    assert dates(first)[0][-1]
    assert dates(second)[0][-1]


def test_without_a_policy_the_texts_date_stands_and_nobody_is_silent() -> None:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["all"], due=date(2035, 12, 31))
    opened(one)
    found = FollowUp.objects.get()
    assert dates(one) == [("due", "text", "2035-12-31", False, False)]
    assert (found.next_on, found.silent_from, found.overdue_from) == (
        date(2035, 12, 31), None, datetime(2036, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_a_finding_has_no_deed_to_be_done_by_a_date() -> None:
    policy()
    one = provision(
        document("a", "It is so."), "It is so.", kind="finding", addressees=["all"], due=date(2035, 12, 31)
    )
    opened(one)
    assert dates(one) == []


def test_a_policy_sets_the_answer_and_the_report_and_the_text_goes_before_its_day() -> None:
    policy(
        report_months=12, due_on=date(2034, 1, 1), grace_days=7, steps=[{"days": -30, "to": "focal-point"}]
    )
    paper = document("a", "Ban it.", "Lift it.")
    dated = provision(paper, "Ban it.", addressees=["all"], due=date(2035, 12, 31))
    plain = provision(paper, "Lift it.", addressees=["all"])
    opened(dated, plain)
    answer, report = (
        ("answer", "policy", "2031-08-03", False, False),
        ("report", "policy", "2032-05-05", False, False),
    )
    assert dates(dated) == [answer, report, ("due", "text", "2035-12-31", False, False)]
    assert dates(plain) == [answer, report, ("due", "policy", "2034-01-01", False, False)]
    found = FollowUp.objects.get(provision=plain)
    assert (found.answer_on, found.silent_from, found.next_on) == (
        date(2031, 8, 3), datetime(2031, 8, 11, tzinfo=UTC), date(2031, 8, 3),
    )  # fmt: skip
    term = found.expectations.get(term__kind="answer").term
    assert (term.done, term.next_at) == (0, datetime(2031, 7, 4, tzinfo=UTC))


def test_follow_ups_with_the_same_date_share_one_clock() -> None:
    policy()
    paper = document("a", "Ban it.", "Lift it.")
    opened(*[provision(paper, words, addressees=["a", "b", "c"]) for words in ("Ban it.", "Lift it.")])
    terms = {x.term_id for f in FollowUp.objects.all() for x in f.expectations.all()}
    assert (FollowUp.objects.count(), len(terms)) == (6, 1)


def test_a_documents_own_policy_takes_the_place_of_the_partnerships_whole() -> None:
    policy(report_months=12)
    paper = document("a", "Ban it.")
    policy(paper, answer_days=10)
    one = provision(paper, "Ban it.", addressees=["all"])
    opened(one)
    assert dates(one) == [("answer", "policy", "2031-05-15", False, False)]


def test_a_policy_set_after_a_follow_up_began_does_not_hold_for_it_unless_it_reaches_back() -> None:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["all"])
    opened(one)
    policy(set_at=LATER)
    opened(one, at=LATER)
    assert dates(one) == []
    policy(set_at=LATER, reaches_back=True, answer_days=30)
    opened(one, at=LATER, reason="Agreed in the plenary.")
    assert dates(one) == [("answer", "policy", "2031-06-04", False, False)]


def test_a_correction_of_the_texts_date_ends_one_date_and_begins_another() -> None:
    one = provision(document("a", "Ban it."), "Ban it.", addressees=["all"], due=date(2035, 12, 31))
    opened(one)
    with guard.writing("test"):
        Provision.objects.filter(pk=one.pk).update(deadline_due=date(2036, 6, 30))
    opened(one, at=LATER, reason="A year was misread.")
    assert dates(one) == [
        ("due", "text", "2035-12-31", False, True),
        ("due", "text", "2036-06-30", False, False),
    ]
    old, new = FollowUp.objects.get().expectations.order_by("pk")
    assert (old.ended_at, new.set_at, new.reason) == (LATER, LATER, "A year was misread.")
    assert FollowUp.objects.get().next_on == date(2036, 6, 30)


def test_who_joins_a_class_has_its_clock_from_the_day_of_joining() -> None:
    policy()
    league, members = group("league", "League")
    belmora = state("belm", "Belmora")
    state("arda", "Ardenia", (league, None, None))
    one = provision(document("a", "Ban it."), "Ban it.", addressees=[members])
    opened(one)
    with guard.writing("test"):
        assert league.place
        assert belmora.place
        Membership.objects.create(group=league.place, member=belmora.place, since=date(2032, 1, 10))
        following.of_classes([league.place.pk], LATER)
    assert dates(one, "Belmora") == [("answer", "policy", "2032-04-09", False, False)]
    assert dates(one, "Ardenia") == [("answer", "policy", "2031-08-03", False, False)]


def test_of_other_classes_nothing_is_touched() -> None:
    league, members = group("league", "League")
    other, _ = group("other", "Other")
    state("arda", "Ardenia", (league, None, None))
    provision(document("a", "Ban it."), "Ban it.", addressees=[members])
    with guard.writing("test"):
        assert other.place
        assert following.of_classes([other.place.pk], DAY) == set()
        assert len(following.of_classes(None, DAY)) == 1
