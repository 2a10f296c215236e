"""Signed messages to an address: sent, tried again, paused, and never into a closed network."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core import mail

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.observatory.actions import alert_mail, alert_webhooks, alerting, subscribing
from koinon.observatory.engine.alerts.retrying import WAITS
from koinon.observatory.models import Sending, Subscription
from tests.observatory.alerts import examples_alerts as ex
from tests.observatory.alerts.examples_alerts import NOW
from tests.observatory.alerts.telling import jobs, several, subscribed

pytestmark = pytest.mark.django_db


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
