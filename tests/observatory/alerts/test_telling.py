"""Who is told of which alert: by one mail, by signed messages to an address, by a feed; and how it ends."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import smtplib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.observatory import tasks
from koinon.observatory.actions import alert_mail, alert_telling, alert_webhooks, alerting, subscribing
from koinon.observatory.engine.alerts.retrying import WAITS
from koinon.observatory.models import Alert, Sending, Subscription
from koinon.observatory.queries import subscriptions
from koinon.people.actions import parties
from koinon.people.models import Person
from tests.factories.observatory import place
from tests.factories.people import person
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW

pytestmark = pytest.mark.django_db


def subscribed(who: str = "Nadia", **wanted: Any) -> Subscription:
    reader = Person.objects.filter(name=who).first() or person(who)
    return subscribing.subscribe(by=reader, now=NOW, **({"way": "mail"} | wanted)).subscription


def several(many: int) -> list[Alert]:
    one = ex.finding("KEN")
    days = [date(1000, 1, 1) + timedelta(days=400 * n) for n in range(many)]
    findings = [replace(one, since=day) for day in days]
    return alerting.raise_alerts(by=PLATFORM, findings=findings, now=NOW)


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


# ── Messages to an address ──────────────────────────────────────────────────────────────────────────────────


class Handler(BaseHTTPRequestHandler):
    """Takes messages, or answers as it is told to."""

    taken: list[tuple[dict[str, str], bytes]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((dict(self.headers), body))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "http://10.1.2.3/inside")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook(settings: Any) -> Iterator[str]:
    settings.KOINON_COPY_FROM_LOOPBACK = True
    Handler.taken, Handler.status = [], 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/alerts?of=koinon"
    server.shutdown()
    server.server_close()
    thread.join()


def hooked(address: str) -> Subscription:
    return subscribed(way="webhook", address=address)


def deliver(one: Subscription, now: datetime = NOW) -> int:
    return alert_webhooks.deliver(subscription=one.pk, now=now)


def test_a_message_is_signed_and_carries_the_alerts(hook: str) -> None:
    one = hooked(hook)
    alert = ex.raised()
    assert deliver(one) == 1
    headers, body = Handler.taken[0]
    signed = hmac.new(one.secret.encode(), headers["Koinon-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["Koinon-Signature"] == f"v1={signed.hexdigest()}"
    message = json.loads(body)
    assert [told["id"] for told in message["alerts"]] == [alert.pk]
    assert one.secret not in body.decode() and "nadia" not in body.decode().lower()
    assert deliver(one) == 0 and len(Handler.taken) == 1


def test_a_storm_goes_out_in_few_messages(hook: str) -> None:
    one = hooked(hook)
    several(250)
    assert deliver(one) == 250
    assert [len(json.loads(body)["alerts"]) for _, body in Handler.taken] == [100, 100, 50]


def test_what_is_not_taken_is_tried_again_later_and_under_the_same_number(hook: str) -> None:
    one = hooked(hook)
    ex.raised()
    Handler.status = 500
    assert deliver(one) == 0
    one.refresh_from_db()
    sending = one.sendings.get()
    assert (one.failures, sending.attempts, sending.trouble, sending.sent_at) == (1, 1, "500", None)
    later = [job.scheduled_at for job in jobs() if job.scheduled_at]
    assert later == [NOW + timedelta(seconds=WAITS[0])]
    Handler.status = 204
    assert deliver(one) == 1
    one.refresh_from_db()
    assert one.failures == 0
    numbers = {headers["Koinon-Delivery"] for headers, _ in Handler.taken}
    assert len(numbers) == 1


def jobs(task: str = "post_alerts") -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name=f"koinon.observatory.tasks.{task}").order_by("id"))


def test_after_too_many_failures_it_is_paused_and_its_person_told(hook: str) -> None:
    one = hooked(hook)
    ex.raised()
    Handler.status = 503
    for _ in range(len(WAITS) + 1):
        deliver(one)
    one.refresh_from_db()
    assert one.paused_at == NOW and one.failures == len(WAITS) + 1
    assert [job.args for job in jobs("tell_of_pause")] == [{"subscription": one.pk}]
    assert alert_mail.tell_of_pause(subscription=one.pk)
    assert mail.outbox[0].to == ["nadia@example.org"] and hook in mail.outbox[0].body
    asked = len(Handler.taken)
    deliver(one)
    assert len(Handler.taken) == asked, "nothing is sent while it is paused"
    Handler.status = 200
    subscribing.resume(by=one.person, subscription=one)
    assert deliver(one) == 1, "what has waited is sent"


def test_an_address_that_is_gone_is_paused_at_once(hook: str) -> None:
    one = hooked(hook)
    ex.raised()
    Handler.status = 410
    deliver(one)
    one.refresh_from_db()
    assert one.paused_at == NOW


def test_a_redirect_is_not_followed(hook: str) -> None:
    one = hooked(hook)
    ex.raised()
    Handler.status = 302
    assert deliver(one) == 0
    assert one.sendings.get().trouble == "302"


def test_a_message_leads_into_no_closed_network(hook: str, settings: Any) -> None:
    one = hooked(hook)
    ex.raised()
    settings.KOINON_COPY_FROM_LOOPBACK = False
    for address in (
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/",
        "https://[::1]/",
    ):
        _readdressed(one, address)
        assert deliver(one) == 0
        assert one.sendings.get().trouble == "inside", address
    _readdressed(one, hook)
    deliver(one)
    assert one.sendings.get().trouble == "address", "nor to an odd port"
    assert Handler.taken == []


def _readdressed(one: Subscription, address: str) -> None:
    with guard.writing("test"):
        Subscription.objects.filter(pk=one.pk).update(address=address, paused_at=None)


@pytest.mark.parametrize(
    "address",
    [
        "", "no", "http://watch.example/x", "ftp://watch.example", "https://me:pass@watch.example/",
        "https://w.example:22/",
    ],
)  # fmt: skip
def test_an_address_that_can_be_reached_by_no_message_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refused:
        hooked(address)
    assert refused.value.code == "observatory.subscription.address"


def test_messages_are_queued_as_alerts_are_raised(hook: str) -> None:
    one = hooked(hook)
    several(3)
    assert [(job.args, job.lock) for job in jobs()] == [({"subscription": one.pk}, f"alerts-{one.pk}")]


def test_raised_alerts_that_are_undone_are_owed_to_nobody(monkeypatch: pytest.MonkeyPatch, hook: str) -> None:
    hooked(hook)
    before = len(jobs())

    def killed(*_: Any, **__: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(alerting, "record", killed)
    with pytest.raises(SystemExit):
        ex.raised()
    assert not Sending.objects.exists() and len(jobs()) == before


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
