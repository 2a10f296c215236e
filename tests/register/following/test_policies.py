"""Setting dates: every one is seen before it moves, and none moves without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.register.actions import following, policies
from koinon.register.actions.standing import meet, stand
from koinon.register.engine.following.policy import Proposed, proposed
from koinon.register.engine.following.terms import Step, To
from koinon.register.models import Document, Expectation, FollowUp, Policy, Provision, Term
from koinon.register.queries import policies as queries
from tests.factories.following import answer
from tests.factories.people import person
from tests.factories.register import DAY, document, provision

pytestmark = pytest.mark.django_db

NOW = DAY + timedelta(days=30)
ASKS = Proposed(answer_days=90, grace_days=14, time_zone="Europe/Paris")


def put(
    policy: Proposed = ASKS,
    of: Document | None = None,
    *,
    by: Any = PLATFORM,
    back: bool = True,
    reason: str = "Agreed in the plenary.",
    now: datetime = NOW,
) -> Policy:
    """Look at the preview, then apply it."""
    seen = queries.preview(of, policy, back, now).fingerprint
    return policies.set_policy(
        by=by, document=of, policy=policy, reaches_back=back, reason=reason, seen=seen, now=now
    )


def asked(slug: str = "a", *addressees: str, due: date | None = None) -> Provision:
    """A published provision whose addressees are followed up."""
    one = provision(document(slug, "Ban it."), "Ban it.", addressees=addressees or ("Ardenia",), due=due)
    with guard.writing("test"):
        following.open_follow_ups([one.pk], DAY)
    return one


def dates(one: Provision) -> list[tuple[str, str, str, bool]]:
    found = Expectation.objects.filter(follow_up__provision=one).select_related("term").order_by("pk")
    return [(x.term.kind, str(x.term.due_on), x.reason, x.ended_at is not None) for x in found]


def shown(of: Document | None, policy: Proposed, now: datetime = NOW) -> list[tuple[Any, ...]]:
    """A preview's rows without the keys of documents."""
    rows = queries.preview(of, policy, True, now).rows
    return [(r.kind, r.before and str(r.before), r.after and str(r.after), r.fate, r.count) for r in rows]


def test_only_the_secretariat_and_the_platform_set_dates() -> None:
    with pytest.raises(NotPermitted):
        put(by=person("Stranger"))
    ada = person("Ada", role="secretariat")
    assert put(by=ada).set_by == ada
    assert put(by=PLATFORM).version == 2


def test_a_preview_shows_every_date_and_applying_makes_just_those() -> None:
    one = asked("a", "Ardenia", "Belmora", due=date(2035, 12, 31))
    policy = replace(ASKS, report_months=12)
    assert shown(None, policy) == [
        ("answer", None, "2031-08-03", "new", 2),
        ("due", "2035-12-31", "2035-12-31", "otherwise", 2),
        ("report", None, "2032-05-05", "new", 2),
    ]
    made = put(policy)
    assert sorted(d[:2] for d in dates(one) if not d[3]) == [
        ("answer", "2031-08-03"), ("answer", "2031-08-03"), ("due", "2035-12-31"), ("due", "2035-12-31"),
        ("report", "2032-05-05"), ("report", "2032-05-05"),
    ]  # fmt: skip
    assert set(Term.objects.exclude(policy=None).values_list("policy", flat=True)) == {made.pk}
    assert FollowUp.objects.first().answer_on == date(2031, 8, 3)  # type: ignore[union-attr]


def test_what_changed_after_the_preview_was_seen_is_refused() -> None:
    asked("a")
    seen = queries.preview(None, ASKS, True, NOW).fingerprint
    asked("b")
    with pytest.raises(Refused, match="look at the preview again"):
        policies.set_policy(
            by=PLATFORM, document=None, policy=ASKS, reaches_back=True, reason="So.", seen=seen, now=NOW
        )
    assert not Policy.objects.exists()


def test_another_policy_than_the_one_previewed_is_refused() -> None:
    seen = queries.preview(None, ASKS, False, NOW).fingerprint
    with pytest.raises(Refused, match="look at the preview again"):
        policies.set_policy(
            by=PLATFORM,
            document=None,
            policy=replace(ASKS, answer_days=9),
            reaches_back=False,
            reason="So.",
            seen=seen,
            now=NOW,
        )


def test_from_now_on_only_leaves_what_is_published_as_it_is() -> None:
    before = asked("a")
    preview = queries.preview(None, ASKS, False, NOW)
    assert (preview.rows, preview.moves) == ((), 0)
    put(back=False)
    assert dates(before) == []
    later = provision(document("b", "Lift it."), "Lift it.", addressees=["Ardenia"])
    with guard.writing("test"):
        following.open_follow_ups([later.pk, before.pk], NOW + timedelta(hours=1))
    assert dates(before) == []
    assert dates(later) == [("answer", "2031-09-02", "", False)]


def test_moving_a_date_ends_one_and_begins_another_with_the_reason() -> None:
    one = asked()
    put()
    assert shown(None, replace(ASKS, answer_days=120)) == [("answer", "2031-08-03", "2031-09-02", "moved", 1)]
    put(replace(ASKS, answer_days=120), reason="Elections.", now=NOW + timedelta(days=1))
    assert dates(one) == [
        ("answer", "2031-08-03", "Agreed in the plenary.", True),
        ("answer", "2031-09-02", "Elections.", False),
    ]


def test_setting_the_same_again_moves_nothing() -> None:
    one = asked()
    put(replace(ASKS, report_months=6))
    before = dates(one)
    put(replace(ASKS, report_months=6), now=NOW + timedelta(days=1))
    assert dates(one) == before
    with guard.writing("test"):
        following.open_follow_ups([one.pk], NOW + timedelta(days=400))
    assert dates(one) == before


def test_what_was_answered_stays_and_what_was_answered_before_is_met_at_once() -> None:
    one = asked()
    put()
    found = FollowUp.objects.get()
    answer(found, "accepted", at=NOW)
    with guard.writing("test"):
        meet([found.pk], Term.Kind.ANSWER, NOW)
        stand([found.pk])
    put(replace(ASKS, answer_days=10), now=NOW + timedelta(days=1))
    assert dates(one) == [("answer", "2031-08-03", "Agreed in the plenary.", False)]
    two = asked("b")
    answer(FollowUp.objects.get(provision=two), "noted", at=NOW)
    put(replace(ASKS, answer_days=11), now=NOW + timedelta(days=2))
    late = FollowUp.objects.get(provision=two)
    assert late.expectations.get(ended_at=None).met_at == NOW
    assert late.silent_from is None


def test_dates_that_passed_are_counted_apart_and_move_only_with_a_public_reason() -> None:
    one = asked()
    put()
    late = DAY + timedelta(days=200)
    preview = queries.preview(None, replace(ASKS, answer_days=300), True, late)
    assert (preview.passed, preview.moves) == (1, 1)
    with pytest.raises(Refused, match="everyone may read it"):
        put(replace(ASKS, answer_days=300), reason=" ", now=late)
    put(replace(ASKS, answer_days=300), reason="The translation came late.", now=late)
    assert dates(one)[1] == ("answer", "2032-02-29", "The translation came late.", False)
    assert queries.preview(None, replace(ASKS, answer_days=20), True, late).overdue == 1


def test_a_documents_own_policy_and_the_partnerships_leave_each_other_alone() -> None:
    own, other = asked("a"), asked("b")
    put()
    put(replace(ASKS, answer_days=10), own.document, now=NOW + timedelta(days=1))
    assert [d[1] for d in dates(own)] == ["2031-08-03", "2031-05-15"]
    put(replace(ASKS, answer_days=100), now=NOW + timedelta(days=2))
    assert [d[1] for d in dates(own)] == ["2031-08-03", "2031-05-15"]
    assert [d[1] for d in dates(other)] == ["2031-08-03", "2031-08-13"]
    assert [(v[0].document, len(v)) for v in queries.everywhere()] == [(None, 2), (own.document, 1)]
    assert queries.in_force(own.document) != queries.in_force(other.document)


def test_kinds_that_the_policy_leaves_out_lose_its_dates_and_keep_the_texts() -> None:
    one = asked("a", due=date(2035, 12, 31))
    put()
    put(replace(ASKS, kinds=("commitment",)), now=NOW + timedelta(days=1))
    assert [d[:2] for d in dates(one) if not d[3]] == [("due", "2035-12-31")]


def test_the_ledger_tells_what_was_set_and_why_and_names_nobody() -> None:
    ada = person("Ada", role="secretariat")
    asked()
    put(by=ada)
    entry = Entry.objects.get(verb="register.set_policy")
    assert (entry.about, entry.facts["dates"]["new"], entry.facts["reason"]) == (
        "policies", 1, "Agreed in the plenary.",
    )  # fmt: skip
    assert str(ada.pk) not in str(entry.facts)
    assert "Ada" not in str(entry.facts)


def test_a_policy_is_told_as_it_was_proposed() -> None:
    given = replace(ASKS, weekend=(5, 6), holidays=(date(2031, 8, 17),), due_on=date(2040, 1, 1))
    put(given)
    assert queries.told(Policy.objects.get()) == given


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer_days": -1}, "answer_days"),
        ({"answer_days": "soon"}, "answer_days"),
        ({"report_months": 0}, "report_months"),
        ({"grace_days": 400}, "grace_days"),
        ({"working_days": "no"}, "working_days"),
        ({"weekend": [1, 2, 3, 4, 5, 6, 7]}, "weekend"),
        ({"weekend": [8]}, "weekend"),
        ({"holidays": ["1 May"]}, "holidays"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "posix/Europe/Paris"}, "time_zone"),
        ({"time_zone": "localtime"}, "time_zone"),
        ({"kinds": ["wish"]}, "kinds"),
        ({"counted_from": "whenever"}, "counted_from"),
        ({"due_on": "9999-01-01"}, "due_on"),
        ({"due_on": "2200-01-01"}, "due_on"),
        ({"due_on": "0001-01-01"}, "due_on"),
        ({"steps": [{"days": 1, "to": "the-press"}]}, "steps"),
        ({"steps": [{"days": 1}]}, "steps"),
        ({"steps": [{"days": 1, "to": "public"}] * 2}, "steps"),
        ({"steps": [{"days": 9999, "to": "public"}]}, "steps"),
        ({"silence": True}, "silence"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        proposed(values)
    assert field in (refusal.value.data.get("field"), str(refusal.value.data.get("field")))


def test_a_policy_from_a_file_is_read() -> None:
    read = proposed(
        {
            "kinds": ["recommendation"],
            "answer_days": 60,
            "holidays": ["2031-08-17", date(2031, 12, 25)],
            "weekend": [6, 7],
            "steps": [{"days": 14, "to": "validator"}, {"days": -7, "to": "focal-point"}],
        }
    )
    assert read.steps == (Step(-7, To.FOCAL_POINT), Step(14, To.VALIDATOR))
    assert read.holidays == (date(2031, 8, 17), date(2031, 12, 25))


@pytest.fixture
def ada() -> Person:
    return person("Ada", role="secretariat")


def agreed(by: Person, *found: FollowUp, **changes: Any) -> int:
    given: dict[str, Any] = {
        "kind": "answer",
        "day": date(2031, 12, 1),
        "reason": "A new government.",
        "now": NOW,
    }
    return policies.agree_date(by=by, follow_ups=found, **(given | changes))


def test_a_date_agreed_with_one_party_holds_for_it_alone_and_no_policy_moves_it(ada: Person) -> None:
    asked("a", "Ardenia", "Belmora")
    put()
    first, second = FollowUp.objects.order_by("name")
    assert agreed(ada, first) == 1
    first.refresh_from_db()
    assert (first.answer_on, first.silent_from) == (
        date(2031, 12, 1), datetime(2031, 12, 15, 23, tzinfo=UTC),
    )  # fmt: skip
    put(replace(ASKS, answer_days=10), now=NOW + timedelta(days=1))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer_on, second.answer_on) == (date(2031, 12, 1), date(2031, 5, 15))
    assert [(x.basis, x.ended_at is None) for x in first.expectations.order_by("pk")] == [
        ("policy", False), ("agreed", True),
    ]  # fmt: skip
    with pytest.raises(Refused, match="agreed already"):
        agreed(ada, first)


def test_a_date_is_agreed_where_none_was_expected(ada: Person) -> None:
    asked("a")
    found = FollowUp.objects.get()
    agreed(ada, found, kind="due", day=date(2032, 1, 1))
    found.refresh_from_db()
    assert found.next_on == date(2032, 1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "register.agreed.reason"),
        ({"kind": "wish"}, "register.agreed.kind"),
        ({"day": date(2031, 5, 1)}, "register.agreed.day"),
        ({"day": date(8999, 1, 1)}, "day.unmeant"),
    ],
)
def test_a_date_that_makes_no_sense_is_refused(ada: Person, changes: dict[str, Any], code: str) -> None:
    asked("a")
    with pytest.raises(Refused) as refusal:
        agreed(ada, FollowUp.objects.get(), **changes)
    assert refusal.value.code == code


def test_whether_a_date_is_still_to_come_is_asked_of_the_clocks_of_its_policy(ada: Person) -> None:
    asked("a")
    put(replace(ASKS, time_zone="Pacific/Kiritimati"))
    found, evening = (
        FollowUp.objects.get(),
        datetime(2031, 6, 1, 11, tzinfo=UTC),
    )  # 2 June, one in the morning
    with pytest.raises(Refused, match="still to come: in Pacific/Kiritimati it is"):
        agreed(ada, found, day=date(2031, 6, 1), now=evening)
    assert agreed(ada, found, day=date(2031, 6, 2), now=evening) == 1
    put(replace(ASKS, time_zone="Pacific/Pago_Pago"), now=evening)
    assert agreed(ada, found, day=date(2031, 6, 1), now=evening + timedelta(hours=15)) == 1


def test_a_date_is_not_agreed_with_two_at_once_nor_for_what_ended_or_is_answered(ada: Person) -> None:
    asked("a", "Ardenia", "Belmora")
    first, second = FollowUp.objects.order_by("name")
    with pytest.raises(Refused, match="one addressee at a time"):
        agreed(ada, first, second)
    answer(first, "accepted")
    with pytest.raises(Refused, match="given already"):
        agreed(ada, first)
    with guard.writing("test"):
        FollowUp.objects.filter(pk=second.pk).update(ended_at=NOW, ended_because="left")
    with pytest.raises(Refused, match="has ended"):
        agreed(ada, second)


def test_who_has_no_mandate_agrees_on_nothing() -> None:
    asked("a")
    with pytest.raises(NotPermitted):
        agreed(person("Stranger"), FollowUp.objects.get())
