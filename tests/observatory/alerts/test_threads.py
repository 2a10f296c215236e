"""The thread of an alert, who reads what of it, and its pages for everyone and for the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry, Private
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import alert_threads, alerting
from koinon.observatory.models import Alert
from koinon.observatory.queries import alert_rules, alerts
from tests.factories.people import party, person
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW, step

pytestmark = pytest.mark.django_db
SECRET = "Informant Halla met the judge on Tuesday"


def test_a_thread_runs_from_its_rule_to_its_end_by_the_clock() -> None:
    alert = ex.raised()
    assert alert.due_on == date(2031, 6, 15)
    alert = alert_threads.acknowledge(**step(alert))
    assert (alert.state, alert.due_on, alert.owner) == ("acknowledged", date(2031, 7, 16), ex.officer())
    alert = alert_threads.assess(**step(alert), said="Real.", public=True)
    assert (alert.state, alert.due_on) == ("assessed", date(2031, 8, 30))
    alert = alert_threads.convene(**step(alert), said="For the council.", public=True)
    assert (alert.state, alert.due_on) == ("convened", None)
    alert = alert_threads.close(**step(alert), outcome="convened", said="Dealt with.", public=True)
    assert (alert.state, alert.outcome, alert.closed_at) == ("closed", "convened", NOW)
    alert = alert_threads.reopen(**step(alert), said="It goes on.", public=True)
    assert (alert.state, alert.outcome, alert.closed_at) == ("acknowledged", "", None)
    steps = [one.step for one in alert.steps.all()]
    assert steps == ["raised", "acknowledged", "assessed", "convened", "closed", "reopened"]


@pytest.mark.parametrize(
    ("act", "more", "code"),
    [
        (alert_threads.assess, {"said": "x", "public": True}, "observatory.alert.assessed"),
        (alert_threads.convene, {"said": "x", "public": True}, "observatory.alert.convened"),
        (alert_threads.close, {"said": "x", "public": True, "outcome": "false"}, "observatory.alert.closed"),
        (alert_threads.reopen, {"said": "x", "public": True}, "observatory.alert.reopened"),
        (alert_threads.note, {"said": "  ", "public": True}, "observatory.alert.note"),
        (alert_threads.note, {"said": "x" * 20_001, "public": True}, "observatory.alert.long"),
    ],
)
def test_what_does_not_follow_is_refused_in_a_sentence(
    act: Callable[..., Any], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        act(**step(ex.raised()), **more)
    assert refused.value.code == code


def test_only_what_was_assessed_is_closed_as_true() -> None:
    with pytest.raises(Refused, match="assess it first"):
        alert_threads.close(**step(ex.acknowledged()), outcome="watched", said="Seen.", public=True)


def test_two_at_once_do_not_overwrite_each_other() -> None:
    alert = ex.raised()
    alert_threads.acknowledge(**step(alert))
    with pytest.raises(Refused, match="meanwhile"):
        alert_threads.note(**step(alert), said="Late.", public=True)


def test_an_alert_is_given_to_someone_who_may_handle_it() -> None:
    observer = person("Ona", role="observer")
    with pytest.raises(Refused, match="Ona"):
        alert_threads.own(**step(ex.raised()), owner=observer)


def test_a_person_raises_no_alert() -> None:
    with pytest.raises(NotPermitted):
        alerting.raise_alerts(by=ex.officer(), findings=[ex.finding()], now=NOW)


ROLES = {
    "secretariat": True, "analyst": True, "observer": False, "focal-point": False, "coordinator": False,
}  # fmt: skip


@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_who_handles_alerts(role: str, may: bool) -> None:
    alert = ex.raised()
    bound = party("coast", "Coast") if role in ("focal-point", "coordinator") else None
    visitor = person("Visitor", role=role, party=bound)
    client = Client()
    client.force_login(visitor)
    paths = ["", *(f"alerts/{alert.pk}/{one}" for one in ("owner", "assess", "note", "convene", "close"))]
    assert {client.get(f"/desk/observatory/{path}").status_code for path in paths} == {200 if may else 403}
    posted = client.post(f"/desk/observatory/alerts/{alert.pk}/acknowledge", {"revision": "1"})
    assert posted.status_code == (302 if may else 403)
    assert Alert.objects.get().state == ("acknowledged" if may else "open")


# ── What is not said in the open ────────────────────────────────────────────────────────────────────────────


def everywhere(pk: int) -> list[str]:
    return [
        "/observatory/alerts/", f"/observatory/alerts/{pk}/", "/observatory/alerts.csv",
        "/observatory/alerts.json", "/observatory/alerts.atom", "/observatory/alerts.ics",
        "/observatory/alerts/rules/", f"/api/v1/alerts/{pk}", "/api/v1/alerts", "/ledger/",
        "/ledger/export.jsonl",
    ]  # fmt: skip


def restricted() -> Alert:
    """An alert whose every step has words that are not for everyone."""
    alert = ex.assessed(said=f"{SECRET} one")
    alert = alert_threads.note(**step(alert), said=f"{SECRET} two", public=False)
    alert = alert_threads.convene(**step(alert), said=f"{SECRET} three", public=False)
    alert = alert_threads.close(**step(alert), outcome="convened", said=f"{SECRET} four", public=False)
    return alert_threads.reopen(**step(alert), said=f"{SECRET} five", public=False)


@pytest.mark.parametrize("who", ["nobody", "observer", "focal-point"])
def test_restricted_words_never_leak(who: str) -> None:
    alert = restricted()
    client = Client()
    if who != "nobody":
        client.force_login(
            person("Visitor", role=who, party=party("coast", "Coast") if who == "focal-point" else None)
        )
    for path in everywhere(alert.pk):
        response = client.get(path)
        assert response.status_code in (200, 404), path
        body = b"".join(response) if response.streaming else response.content
        assert b"Informant" not in body, path
        assert b"Olga" not in body, f"{path}: nor who said it"
    assert b"for those who handle alerts" in client.get(f"/observatory/alerts/{alert.pk}/").content


def test_restricted_words_are_in_no_entry_of_the_ledger() -> None:
    restricted()
    said = json.dumps(list(Entry.objects.values_list("facts", flat=True)))
    beside = json.dumps(list(Private.objects.values_list("data", flat=True)))
    assert "Informant" not in said + beside


def test_those_who_handle_alerts_read_all_of_it() -> None:
    alert = restricted()
    client = Client()
    client.force_login(person("Anan", role="analyst"))
    body = client.get(f"/observatory/alerts/{alert.pk}/").content.decode()
    assert body.count("Informant") == 5
    assert "Olga" in body


def test_what_was_said_in_the_open_is_read_by_everyone() -> None:
    alert = ex.assessed(said="The court was suspended.", public=True)
    assert b"The court was suspended." in Client().get(f"/observatory/alerts/{alert.pk}/").content


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────


def several(many: int) -> list[Alert]:
    found = [ex.finding(f"A{n:02}") for n in range(many)]
    return alerting.raise_alerts(by=PLATFORM, findings=found, now=NOW)


PATHS = {
    "/observatory/alerts/": 4,
    "/observatory/alerts.csv": 2,
    "/observatory/alerts.atom": 2,
    "/observatory/alerts/rules/": 2,
    "/api/v1/alerts": 2,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("many", [1, 3])
def test_a_list_asks_as_often_for_one_as_for_three(path: str, many: int) -> None:
    several(many)
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
    assert body and len(asked) == PATHS[path]


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_as_often_for_one_as_for_three(many: int) -> None:
    for alert in several(many):
        alert_threads.acknowledge(**step(alert))
    client = Client()
    client.force_login(ex.officer())
    client.get("/desk/observatory/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/observatory/")
    assert len(asked) == 9


def test_a_list_is_narrowed_by_place_kind_and_direction() -> None:
    several(3)
    client = Client()

    def shown(query: str) -> int:
        return len(json.loads(b"".join(client.get(f"/observatory/alerts.json?{query}"))))

    assert [shown(q) for q in ("", "place=A01", "kind=break", "direction=adverse", "state=closed")] == [
        3,
        1,
        0,
        3,
        0,
    ]


def test_the_desk_shows_what_is_late_first_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    early, _late = several(2)
    alert_threads.acknowledge(**step(early))
    rows = alerts.waiting(date(2031, 6, 20))
    assert [(row.alert.state, row.overdue) for row in rows] == [("open", True), ("acknowledged", False)]
    assert alerts.counts(date(2031, 6, 20)) == {"raised": 2, "open": 2, "closed": 0, "overdue": 1}


def test_false_alarms_are_counted_with_their_denominators() -> None:
    for code, outcome in (("AAA", "false"), ("BBB", "revised"), ("CCC", "false")):
        ex.closed(code, outcome)
    ex.raised("DDD")
    record = alert_rules.records()["drop-beyond-interval"]
    assert (record.raised, record.open, record.closed, record.false, record.revised) == (4, 1, 3, 2, 1)
    page = Client().get(f"/observatory/alerts/{Alert.objects.latest('pk').pk}/").content.decode()
    assert "Of 3 alerts of this rule closed so far, 2 were false alarms and 1 were taken back" in page
    assert alert_rules.records()["disruption"].raised == 0


def test_the_evidence_stands_with_source_version_and_interval() -> None:
    ex.vdem(KEN=ex.FLAT)
    page = Client().get(f"/observatory/alerts/{ex.raised().pk}/").content.decode()
    assert "2030: 0.4 (0.35 to 0.45)" in page and "2029: 0.6 (0.55 to 0.65)" in page
    assert "Invented Institute" in page and "vdem" in page


def test_each_step_is_taken_by_its_page() -> None:
    alert, client = ex.raised(), Client()
    client.force_login(ex.officer())
    base = f"/desk/observatory/alerts/{alert.pk}"
    client.post(f"{base}/acknowledge", {"revision": "1"})
    client.post(f"{base}/owner", {"revision": "2", "owner": str(person("Anan", role="analyst").pk)})
    client.post(f"{base}/assess", {"revision": "3", "said": "Real.", "public": "on"})
    client.post(f"{base}/note", {"revision": "4", "said": "More."})
    client.post(f"{base}/convene", {"revision": "5", "said": "For the council."})
    client.post(f"{base}/close", {"revision": "6", "said": "Done.", "outcome": "convened"})
    client.post(f"{base}/reopen", {"revision": "7", "said": "Again."})
    alert.refresh_from_db()
    assert (alert.state, alert.revision, alert.owner.name if alert.owner else "") == (
        "acknowledged",
        8,
        "Anan",
    )
    wrong = client.post(f"{base}/close", {"revision": "8", "said": "Done.", "outcome": "watched"})
    assert wrong.status_code == 422


def test_words_that_are_late_are_refused_on_the_page() -> None:
    alert, client = ex.acknowledged(), Client()
    client.force_login(ex.officer())
    path = f"/desk/observatory/alerts/{alert.pk}/assess"
    response = client.post(path, {"revision": "1", "said": "Real."})
    assert response.status_code == 422
    assert b"Someone else changed this meanwhile" in response.content


def test_the_calendar_has_the_days_that_are_due() -> None:
    ex.raised()
    calendar = Client().get("/observatory/alerts.ics").content
    assert b"DTSTART;VALUE=DATE:20310615" in calendar


def at_the_desk(query: str = "") -> str:
    client = Client()
    client.force_login(ex.officer())
    return client.get(f"/desk/observatory/{query}").content.decode()


def test_the_desk_shows_some_at_a_time_and_counts_all() -> None:
    mine, *_others = several(18)
    alert_threads.acknowledge(**step(mine))
    first, second = at_the_desk(), at_the_desk("?page=2")
    rows = '<th scope="row"><a href="/observatory/alerts/'
    assert (first.count(rows), second.count(rows)) == (15, 3)
    for page in (first, second):
        assert [int(n) for n in re.findall(r'class="count">(\d+)<', page)][:5] == [0, 18, 0, 1, 17]
        assert 'id="ahead"' in page and 'href="#ahead"' in page
    assert at_the_desk("?show=mine").count(rows) == 1
    assert at_the_desk("?show=unseen").count(rows) == 15
    assert at_the_desk("?show=unseen&page=2").count(rows) == 2
    assert at_the_desk("?show=nonsense").count(rows) == 15
    assert "?show=unseen&amp;page=2" in at_the_desk("?show=unseen"), "the pages keep what was chosen"
