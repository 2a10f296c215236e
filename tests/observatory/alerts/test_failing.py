"""Messages switched off by the installation; subscriptions that fail, as the secretariat has them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.observatory.actions import alert_mail, alert_webhooks, subscribing
from koinon.observatory.models import Sending, Subscription
from koinon.observatory.queries import subscriptions
from koinon.people.models import Person
from tests.factories.people import party, person
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW
from tests.observatory.alerts.telling import jobs, subscribed

pytestmark = pytest.mark.django_db
ADDRESS = "https://watch.example/alerts"
FAILING = "/desk/observatory/subscriptions/failing"


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


# ── Switched off ────────────────────────────────────────────────────────────────────────────────────────────


def test_switched_off_nothing_is_sent_and_nothing_is_lost(settings: Any, monkeypatch: Any) -> None:
    one = subscribed(way="webhook", address=ADDRESS)
    ex.raised()
    sent: list[int] = []
    monkeypatch.setattr(alert_webhooks, "_post", lambda row, body, waiting, now: sent.append(len(waiting)))
    settings.KOINON_WEBHOOKS = False
    assert alert_webhooks.deliver(subscription=one.pk, now=NOW) == 0
    one.refresh_from_db()
    assert (sent, one.failures, one.paused_at) == ([], 0, None), "that is no failure of the address"
    assert Sending.objects.get().sent_at is None
    settings.KOINON_WEBHOOKS = True
    assert alert_webhooks.deliver(subscription=one.pk, now=NOW) == 1 and sent == [1]


def test_once_it_is_on_again_what_waits_is_queued(settings: Any) -> None:
    one = subscribed(way="webhook", address=ADDRESS)
    ex.raised()
    assert subscriptions.owed_messages(NOW) == [], "a job is left for it"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert subscriptions.owed_messages(NOW) == [one.pk]
    assert subscriptions.owed_messages(NOW + timedelta(days=31)) == [], "that is too old to be told"
    settings.KOINON_WEBHOOKS = False
    assert subscriptions.owed_messages(NOW) == []


def test_switched_off_no_address_is_subscribed_and_the_page_says_so(settings: Any) -> None:
    subscribed(way="webhook", address=ADDRESS)
    settings.KOINON_WEBHOOKS = False
    with pytest.raises(Refused, match="switched off here"):
        subscribed(way="webhook", address=ADDRESS)
    client = signed_in(Person.objects.get(name="Nadia"))
    page = client.get("/desk/observatory/subscriptions/").content.decode()
    assert "switched off here" in page
    form = client.get("/desk/observatory/subscriptions/add").content.decode()
    assert 'value="webhook"' not in form and "switched off here" in form
    wanted = {"way": "webhook", "address": ADDRESS}
    assert client.post("/desk/observatory/subscriptions/add", wanted).status_code == 422
    assert client.post("/desk/observatory/subscriptions/add", {"way": "mail"}).status_code == 302
    settings.KOINON_WEBHOOKS = True
    assert "switched off" not in client.get("/desk/observatory/subscriptions/").content.decode()


# ── What fails ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretariat_sees_what_fails_and_no_more_of_an_address_than_its_machine() -> None:
    failing = ex.failing()
    ex.raised()
    with guard.writing("factory"):
        Sending.objects.update(trouble="503")
    subscribed("Sound", way="webhook", address=ADDRESS)
    page = signed_in(ex.officer()).get(FAILING).content.decode()
    assert "Nadia" in page and "nadia.watch.example" in page and "the answer was 503" in page
    assert "secret-path" not in page and failing.secret not in page
    assert "Sound" not in page, "what works is nobody else's affair"
    desk = signed_in(ex.officer()).get("/desk/observatory/").content.decode()
    assert FAILING in desk


@pytest.mark.parametrize("role", ["analyst", "observer", "focal-point"])
def test_nobody_else_sees_or_ends_them(role: str) -> None:
    failing = ex.failing()
    bound = party("coast", "Coast") if role == "focal-point" else None
    client = signed_in(person("Visitor", role=role, party=bound))
    assert client.get(FAILING).status_code == 403
    assert client.post(f"{FAILING}/{failing.pk}/end").status_code == 403
    assert Subscription.objects.filter(pk=failing.pk).exists()
    assert FAILING.encode() not in client.get("/desk/observatory/subscriptions/").content


def test_the_secretariat_ends_what_fails_and_its_person_is_told() -> None:
    failing = ex.failing()
    assert signed_in(ex.officer()).post(f"{FAILING}/{failing.pk}/end").status_code == 302
    assert not Subscription.objects.filter(pk=failing.pk).exists()
    (job,) = jobs("tell_of_end")
    assert "watch.example" not in json.dumps(job.args)
    alert_mail.tell_of_end(person=failing.person_id, made_on=NOW.date())
    assert mail.outbox[0].to == ["nadia@example.org"] and "1 June 2031" in mail.outbox[0].body
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.visibility) == ("observatory.end_failing_subscription", "restricted")
    assert entry.facts == {"way": "webhook", "failures": 3}


def test_what_does_not_fail_is_ended_by_its_own_person_alone() -> None:
    sound = subscribed(way="webhook", address=ADDRESS)
    assert signed_in(ex.officer()).post(f"{FAILING}/{sound.pk}/end").status_code == 404
    with pytest.raises(Refused, match="does not fail"):
        subscribing.end_failing(by=ex.officer(), subscription=sound)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(many: int) -> None:
    client = signed_in(ex.officer())
    for name in ("Nadia", "Omar", "Pia")[:many]:
        ex.failing(name)
    client.get(FAILING)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(FAILING).content.decode()
    assert page.count(".watch.example") >= many and len(asked) == 5
