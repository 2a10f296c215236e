"""Mails of kept searches, through a real mail server: once a day, only news, nothing unpublished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.register import tasks
from koinon.register.actions import digests, saving
from koinon.register.models import Document, SavedSearch
from koinon.register.queries import saved
from tests.factories import register as make
from tests.factories.people import person
from tests.register.saved.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db
MONDAY = date(2031, 6, 2)
DAY = timedelta(days=1)


@pytest.fixture
def nadia() -> Person:
    return person("Nadia", role="observer")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def keep(
    by: Person, query: str = "q=spyware", digest: str = "daily", name: str = "On spyware"
) -> SavedSearch:
    return saving.keep(by=by, name=name, query=query, digest=digest, language="en")


def published(slug: str, *lines: str, **more: Any) -> Document:
    """A document with its ledger entry, indexed."""
    document = make.document(slug, *lines, **more)
    for line in lines:
        make.provision(document, line)
    make.entry("register.publish", f"document:{slug}", document=slug, id=document.pk)
    make.indexed()
    return document


def jobs() -> list[dict[str, Any]]:
    rows = ProcrastinateJob.objects.filter(task_name="koinon.register.tasks.mail_kept_searches").order_by(
        "id"
    )
    return [row.args for row in rows]


def run(job: dict[str, Any]) -> bool:
    told = [(pk, since, until) for pk, since, until in job["told"]]
    return digests.send(person=job["person"], day=date.fromisoformat(job["day"]), told=told)


def told(by: Person, day: date) -> int:
    """What the hourly task does for one person."""
    return saving.tell(person=by.pk, today=day)


def words(letter: Any) -> str:
    return str(letter.get_content())


def test_one_mail_tells_what_is_new_in_all_searches(nadia: Person, office: PostOffice) -> None:
    published("old", "Ministers should ban spyware.")
    keep(nadia)
    keep(nadia, "q=elections", "weekly", "On elections")
    keep(nadia, "q=rivers", "none", "On rivers")
    published("new", "Parliaments should limit spyware.", "Hold free elections.", "Clean rivers.")
    assert told(nadia, MONDAY) == 2
    (job,) = jobs()
    assert "spyware" not in str(job), "what is told is looked up when the mail is written"
    assert run(job)
    (letter,) = office.letters
    text = words(letter)
    assert letter["To"] == "nadia@example.org"
    assert letter.get_content_type() == "text/plain"
    assert "On spyware" in text and "On elections" in text and "On rivers" not in text
    assert "Parliaments should limit spyware." in text and "Hold free elections." in text
    assert "Ministers should ban" not in text, "it was there when the search was kept"
    assert "http://localhost:8000/search/?q=spyware" in text
    assert "/documents/new/1/" in text


def test_nothing_new_no_mail(nadia: Person) -> None:
    keep(nadia)
    published("other", "Clean rivers.")
    assert told(nadia, MONDAY) == 0
    assert not jobs()
    assert SavedSearch.objects.get().told_on is None


def test_however_often_the_job_runs_one_mail_a_day_goes_out(nadia: Person, office: PostOffice) -> None:
    keep(nadia)
    keep(nadia, "q=elections", name="On elections")
    published("new", "Limit spyware.")
    assert [told(nadia, MONDAY), told(nadia, MONDAY)] == [1, 0]
    published("later", "Hold elections without spyware.")
    assert told(nadia, MONDAY) == 0, "a second search with news waits for the next day"
    (job,) = jobs()
    assert [run(job), run(job)] == [True, False]
    assert len(office.letters) == 1
    assert told(nadia, MONDAY + DAY) == 2
    assert run(jobs()[1])
    assert "Limit spyware." not in words(office.letters[1])
    assert words(office.letters[1]).count("Hold elections without spyware.") == 2


def test_a_weekly_search_is_told_once_in_seven_days(nadia: Person) -> None:
    keep(nadia, digest="weekly")
    published("one", "Limit spyware.")
    assert told(nadia, MONDAY) == 1
    published("two", "Ban spyware.")
    assert [told(nadia, MONDAY + n * DAY) for n in (1, 6, 7)] == [0, 0, 1]


def test_a_run_that_is_killed_has_told_nothing_and_queued_nothing(
    nadia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(saving, "_queue", _killed)
        told(nadia, MONDAY)
    assert SavedSearch.objects.get().told_on is None
    assert told(nadia, MONDAY) == 1


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_server_that_refuses_is_tried_again_and_a_death_after_it_is_not(
    nadia: Person, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    (job,) = jobs()
    office.refusing = True
    with pytest.raises(digests._NOT_TAKEN):
        run(job)
    office.refusing = False
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("django.core.mail.EmailMessage.send", _killed)
        run(job)
    assert not run(job), "the mail may have gone out: never twice"
    assert office.letters == []


def test_what_was_unpublished_meanwhile_is_told_as_gone_and_its_words_are_not(
    nadia: Person, office: PostOffice
) -> None:
    secret = published("secret", "Limit spyware at the ministry of Ardenia.")
    keep(nadia)
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    with guard.writing("factory"):
        Document.objects.filter(slug="secret").update(state="withdrawn")
    make.entry("register.withdraw", "document:secret", document="secret", id=secret.pk, reason="An error.")
    make.document("draft", "Spyware, still under review.", state="review")
    make.indexed()
    told(nadia, MONDAY + DAY)
    assert [run(job) for job in jobs()] == [True, True]
    text = words(office.letters[1])
    assert "Taken out:" in text and secret.title in text
    assert "ministry of Ardenia" not in text
    assert "under review" not in "".join(map(words, office.letters))


def test_a_mail_that_would_tell_of_something_withdrawn_since_is_not_sent(
    nadia: Person, office: PostOffice
) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    with guard.writing("factory"):
        Document.objects.filter(slug="new").update(state="withdrawn")
    make.indexed()
    assert not run(jobs()[0])
    assert office.letters == []


def test_a_mail_is_in_the_language_of_its_reader_and_cannot_be_forged(
    nadia: Person, office: PostOffice
) -> None:
    with guard.writing("factory"):
        Person.objects.filter(pk=nadia.pk).update(language="fr")
    keep(nadia, name="Espions\nBcc: all@example.org")
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    run(jobs()[0])
    (letter,) = office.letters
    assert letter["Bcc"] is None
    assert "http://localhost:8000/fr/search/?q=spyware" in words(letter)


def test_one_click_stops_every_mail_without_signing_in(
    nadia: Person, office: PostOffice, client: Client
) -> None:
    keep(nadia)
    other = keep(person("Omar"), name="Omar’s")
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    run(jobs()[0])
    (letter,) = office.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://localhost:8000(/\S+)>", letter["List-Unsubscribe"].strip())
    assert b"=?utf-8" not in office.raw[0].partition(b"\r\n\r\n")[0], "mail programs read the plain address"
    assert address and address[1] in words(letter)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address[1]).status_code == 200
    assert SavedSearch.objects.get(person=nadia).digest == "daily", "looking changes nothing"
    answer = strict.post(address[1], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert SavedSearch.objects.get(person=nadia).digest == "none"
    other.refresh_from_db()
    assert other.digest == "daily"
    assert strict.post(address[1][:-3] + "xx/").status_code == 404


def test_a_stopped_mail_that_was_queued_is_not_sent(nadia: Person, office: PostOffice) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    told(nadia, MONDAY)
    saving.stop(token=saving.stop_token(nadia))
    assert not run(jobs()[0])
    with guard.writing("factory"):
        nadia.delete()
    assert not run(jobs()[0])
    assert office.letters == []


def test_only_what_the_index_has_followed_is_told(nadia: Person) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    with guard.writing("factory"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_follower (name, position) VALUES ('index', 0)")
    assert saved.head() == 0
    assert told(nadia, MONDAY) == 0


def test_the_hourly_task_begins_at_six_by_the_clock_of_the_installation(
    nadia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(nadia)
    published("new", "Limit spyware.")
    for hour, queued in ((5, 0), (6, 1), (7, 1)):
        now = datetime(2031, 6, 2, hour, 7, tzinfo=UTC)
        monkeypatch.setattr(tasks.timezone, "localtime", lambda now=now: now)
        tasks.tell_of_kept_searches(0)
        assert len(jobs()) == queued
    (job,) = jobs()
    with open_post_office() as office:
        tasks.mail_kept_searches(**job)
    assert len(office.letters) == 1
