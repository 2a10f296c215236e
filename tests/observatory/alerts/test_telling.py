"""Who is told of which alert by mail, and how one keeps one’s own subscriptions."""

from __future__ import annotations

import re
import smtplib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from koinon.kernel.refusals import NotFound
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory import tasks
from koinon.observatory.actions import alert_mail, alert_telling, alerting, subscribing
from koinon.observatory.models import Subscription
from koinon.observatory.queries import subscriptions
from koinon.people.actions import parties
from tests.factories.observatory import place
from tests.factories.people import person
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW
from tests.observatory.alerts.telling import jobs, several, subscribed

pytestmark = pytest.mark.django_db


# ── Mail ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_storm_of_a_thousand_alerts_is_one_mail_each_person() -> None:
    for who in ("Nadia", "Omar", "Pia"):
        subscribed(who)
        subscribed(who, kinds=["drop"])
    several(1000)
    due = subscriptions.owed_mail(NOW)
    assert len(due) == 3
    for reader in due:
        alert_mail.send(person=reader, now=NOW)
    assert sorted(to for one in mail.outbox for to in one.to) == [
        "nadia@example.org", "omar@example.org", "pia@example.org",
    ]  # fmt: skip
    assert mail.outbox[0].subject == "Koinon: 1000 alerts"
    assert mail.outbox[0].body.count("/observatory/alerts/") == alert_mail.SHOWN + 2, (
        "the list, and the way out"
    )
    assert len(mail.outbox[0].body) < 40_000
    assert subscriptions.owed_mail(NOW) == []


def test_a_mail_is_sent_once_whoever_sends_it_again() -> None:
    reader = subscribed().person
    ex.raised()
    assert alert_mail.send(person=reader.pk, now=NOW)
    assert not alert_mail.send(person=reader.pk, now=NOW)
    assert len(mail.outbox) == 1


def test_one_who_was_told_is_left_in_peace_until_the_next_day_unless_it_presses() -> None:
    reader = subscribed().person
    ex.raised("AAA")
    alert_mail.send(person=reader.pk, now=NOW)
    ex.raised("BBB")
    assert subscriptions.owed_mail(NOW + timedelta(hours=3)) == []
    assert subscriptions.owed_mail(NOW + timedelta(hours=21)) == [reader.pk]
    urgent = ex.finding("CCC")
    facts = {"what": "disruption", "kinds": ["coup-attempted"], "until": "2031-05-30"}
    pressing = replace(urgent, rule="disruption", kind="disruption", facts=facts)
    alerting.raise_alerts(by=PLATFORM, findings=[pressing], now=NOW)
    assert subscriptions.owed_mail(NOW + timedelta(hours=2)) == [reader.pk]


def test_each_is_told_of_what_they_asked_for() -> None:
    all_of_it, here, other_kind, good = (
        subscribed("Nadia"), subscribed("Omar", places_wanted=[ex.finding("KEN").place]),
        subscribed("Pia", kinds=["break"]), subscribed("Quy", favourable=False),
    )  # fmt: skip
    ex.raised("KEN")
    ex.raised("UGA")
    told = {one.pk: one.sendings.count() for one in (all_of_it, here, other_kind, good)}
    assert list(told.values()) == [2, 1, 0, 2]


def test_a_group_stands_for_its_members() -> None:
    group = place("league", "League", "group")
    parties.save_membership(by=PLATFORM, group=group, member=place("KEN"), since=date(2020, 1, 1), until=None)
    one = subscribed(places_wanted=["league"])
    ex.raised("KEN")
    ex.raised("UGA")
    assert [s.alert.place.code for s in one.sendings.select_related("alert__place")] == ["KEN"]


def test_the_mail_is_in_the_language_of_its_reader_and_ends_by_one_click() -> None:
    reader = subscribed().person
    ex.raised()
    alert_mail.send(person=reader.pk, now=NOW)
    message = mail.outbox[0]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.search(r"<https?://[^/]+(/[^>]+)>", message.extra_headers["List-Unsubscribe"])
    assert found is not None
    client = Client(enforce_csrf_checks=True)
    assert client.get(found[1]).status_code == 200
    assert Subscription.objects.count() == 1, "opening it only asks"
    assert client.post(found[1]).status_code == 200
    assert not Subscription.objects.exists()
    assert client.post(found[1][:-3] + "xyz").status_code == 404


def test_a_server_that_took_nothing_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = subscribed().person
    ex.raised()

    def unreachable(*_: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(alert_mail.EmailMessage, "send", unreachable)
        with pytest.raises(ConnectionRefusedError):
            alert_mail.send(person=reader.pk, now=NOW)
    assert subscriptions.owed_mail(NOW) == [reader.pk]
    assert alert_mail.send(person=reader.pk, now=NOW)


def test_an_address_that_is_refused_three_times_is_told_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    one = subscribed()
    ex.raised()

    def refused(*_: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({"nadia@example.org": (550, b"no such user")})

    monkeypatch.setattr(alert_mail.EmailMessage, "send", refused)
    for failures in (1, 2, 3):
        assert not alert_mail.send(person=one.person_id, now=NOW)
        one.refresh_from_db()
        assert (one.failures, bool(one.paused_at)) == (failures, failures == 3)
    assert subscriptions.owed_mail(NOW) == []


def test_subscriptions_leave_no_entry_and_are_ones_own() -> None:
    one = subscribed()
    before = Entry.objects.count()
    stranger = person("Stranger")
    for act in (subscribing.end, subscribing.resume):
        with pytest.raises(NotFound):
            act(by=stranger, subscription=one)
    client = Client()
    client.force_login(stranger)
    assert client.post(f"/desk/observatory/subscriptions/{one.pk}/end").status_code == 404
    assert Entry.objects.count() == before


# ── The pages of one's own subscriptions ────────────────────────────────────────────────────────────────────


def test_the_secret_is_shown_once() -> None:
    client, reader = Client(), person("Nadia")
    client.force_login(reader)
    form = {
        "way": "webhook",
        "address": "https://watch.example/alerts",
        "kinds": ["drop"],
        "favourable": "on",
    }
    shown = client.post("/desk/observatory/subscriptions/add", form)
    one = Subscription.objects.get()
    assert one.secret in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert one.secret not in client.get("/desk/observatory/subscriptions/").content.decode()
    renewed = client.post(f"/desk/observatory/subscriptions/{one.pk}/secret").content.decode()
    before, one = one.secret, Subscription.objects.get()
    assert one.secret != before and one.secret in renewed and before not in renewed
    client.post(f"/desk/observatory/subscriptions/{one.pk}/pause")
    assert Subscription.objects.get().paused_at
    client.post(f"/desk/observatory/subscriptions/{one.pk}/pause")
    assert not Subscription.objects.get().paused_at
    client.post(f"/desk/observatory/subscriptions/{one.pk}/end")
    assert not Subscription.objects.exists()


def test_a_place_that_is_not_known_is_named() -> None:
    client = Client()
    client.force_login(person("Nadia"))
    form = {"way": "mail", "places": "Atlantis", "favourable": "on"}
    response = client.post("/desk/observatory/subscriptions/add", form)
    assert response.status_code == 422 and "Atlantis" in response.content.decode()


def test_the_job_mails_whoever_is_owed() -> None:
    reader = subscribed().person
    ex.raised()
    tasks.tell_of_alerts(timestamp=0)
    (job,) = jobs("mail_alerts")
    tasks.mail_alerts(**job.args)
    assert len(mail.outbox) == 1
    assert UUID(job.args["person"]) == reader.pk
    assert alert_telling.members("KEN", date(2031, 1, 1)) == {"KEN"}
