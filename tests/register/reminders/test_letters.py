"""Letters about dates, through a real mail server: one a person a morning, to whoever holds the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from koinon.ledger import guard
from koinon.people.models import Mandate, Party, Person
from koinon.register import tasks
from koinon.register.actions import passing, posting, standing, telling
from koinon.register.models import Document, Letter, Reminder, Term
from tests.factories import register as make
from tests.factories.following import follow_up
from tests.factories.people import party, person
from tests.register.reminders.worlds import DAWN, asked, due, expect
from tests.register.saved.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.django_db
MAY = date(2031, 5, 5)
DAY = timedelta(days=1)
NUMBERS = count(1)


def at(day: int, hour: int = 6) -> datetime:
    return datetime(2031, 5, day, hour, tzinfo=UTC)


def reference() -> str:
    return f"{next(NUMBERS):032x}"


def morning(now: datetime) -> int:
    """What the task does every quarter of an hour."""
    passing.pass_over(now=now)
    return telling.tell(now=now, reference=reference)


def post(now: datetime) -> int:
    """Send whatever waits; how many letters went out."""
    waiting = Letter.objects.filter(state="waiting", on__lte=now.date()).order_by("pk")
    return sum(posting.send(letter=pk, now=now) for pk in list(waiting.values_list("pk", flat=True)))


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def ardenia() -> Party:
    return party("ardenia", "Ardenia")


def to(office: PostOffice) -> list[str]:
    return sorted(letter["To"] for letter in office.letters)


def words(letter: Any) -> str:
    return str(letter.get_content()).replace("\r\n", "\n")


def test_each_step_goes_to_whoever_holds_the_office_it_names(office: PostOffice, ardenia: Party) -> None:
    for name, role in (("Fara", "focal-point"), ("Vera", "validator"), ("Dele", "delegate")):
        person(name, role=role, party=ardenia)
    person("Sami", role="secretariat")
    person("Other", role="focal-point", party=party("borduria", "Borduria"))
    expect(asked(ardenia), due(MAY, (1, "focal-point"), (2, "validator"), (3, "secretariat"), (4, "public")))
    for day, name in ((6, "fara"), (7, "vera"), (8, "sami")):
        office.letters.clear()
        assert morning(at(day)) == 1
        assert post(at(day)) == 1
        assert to(office) == [f"{name}@example.org"]
    assert morning(at(9)) == 0, "a public notice is no mail"
    assert Reminder.objects.get(to="public").told_at == at(9)


def test_a_letter_tells_what_is_open_and_why_it_comes(office: PostOffice, ardenia: Party) -> None:
    person("Fara", role="focal-point", party=ardenia)
    texts = ("Hold free elections.", "Publish every contract.", "Protect those who report.")
    found = asked(ardenia, texts=texts)
    expect(found, due(MAY, (1, "focal-point")))
    morning(at(6))
    with guard.writing("factory"):
        standing.meet([found[0].pk], Term.Kind.DUE, at(6, 3))
    assert post(at(6)) == 1
    (letter,) = office.letters
    text = words(letter)
    assert letter["Subject"] == f"{settings.ENV.name}: 2 dates need you"
    assert letter.get_content_type() == "text/plain"
    assert "2 dates need you" in text and "2 have passed" in text
    assert "Hold free elections" not in text, "it was done before the letter went out"
    assert "Ardenia: Publish every contract." in text
    assert "2 things to be done, overdue since 5 May 2031" in text
    assert "http://localhost:8000/documents/harbour/2/" in text
    assert "http://localhost:8000/desk/dates/" in text
    assert "You are Focal point for Ardenia." in text and "cannot be switched off" in text
    assert letter["List-Unsubscribe"] is None
    assert max(map(len, text.splitlines())) < 200
    assert "\n\n\n\n" not in text


def test_ten_thousand_dates_make_one_mail_with_the_nearest_twenty(office: PostOffice, ardenia: Party) -> None:
    person("Fara", role="focal-point", party=ardenia)
    with guard.writing("factory"):
        for number in range(30):
            document = make.document(f"paper-{number}", "Hold free elections.")
            one = follow_up(make.provision(document, "Hold free elections."), ardenia, begun=DAWN)
            expect([one], due(MAY + number * DAY, (-40, "focal-point")))
        crowd = make.document("crowd", *(f"Sentence {n} of many." for n in range(400)))
        many = [follow_up(make.provision(crowd, f"Sentence {n} of many."), ardenia) for n in range(400)]
        expect(many, due(MAY, (-40, "focal-point")))
    assert morning(at(1)) == 1 and post(at(1)) == 1
    text = words(office.letters[0])
    assert "430 dates need you" in text
    assert "400 things to be done" in text and "and 11 more documents" in text
    assert len(re.findall(r"^  http://localhost:8000/documents/", text, re.M)) == 20
    assert "and 410 more" in text
    assert len(text) < 12_000


def test_a_person_gets_one_letter_a_day_whatever_comes(office: PostOffice, ardenia: Party) -> None:
    fara = person("Fara", role="focal-point", party=ardenia)
    with guard.writing("factory"):
        Mandate.objects.create(person=fara, role="validator", party=ardenia, since=date(2020, 1, 1))
    one, two = asked(ardenia, texts=("Hold free elections.", "Publish every contract."))
    expect([one], due(MAY, (1, "focal-point"), (1, "validator")))
    expect([two], due(MAY, (1, "focal-point"), zone="America/New_York"))
    assert morning(at(6)) == 1 and post(at(6)) == 1
    assert morning(at(6, 10)) == 1, "morning in New York: the letter of tomorrow"
    assert list(Letter.objects.order_by("on").values_list("on", "state")) == [
        (date(2031, 5, 6), "sent"),
        (date(2031, 5, 7), "waiting"),
    ]
    (_, later) = ProcrastinateJob.objects.filter(task_name="koinon.register.tasks.mail_dates").order_by("id")
    assert later.scheduled_at == at(7)
    assert post(at(6, 23)) == 0 and post(at(7)) == 1
    assert len(office.letters) == 2
    assert "1 date needs you" in words(office.letters[0]), "one date in two offices is one date"


def test_nothing_goes_out_before_it_is_morning_where_the_dates_are_counted(ardenia: Party) -> None:
    person("Fara", role="focal-point", party=ardenia)
    expect(asked(ardenia), due(MAY, (1, "focal-point"), zone="Asia/Jakarta"))
    midnight = datetime(2031, 5, 5, 17, tzinfo=UTC)
    assert passing.pass_over(now=midnight)
    hours = [telling.tell(now=midnight + n * timedelta(hours=1), reference=reference) for n in range(8)]
    assert hours == [0, 0, 0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("dead", ["none", "ended", "later", "closed"])
def test_where_nobody_holds_the_office_the_next_one_up_is_told_at_once(
    dead: str, office: PostOffice, ardenia: Party
) -> None:
    person("Vera", role="validator", party=ardenia)
    if dead != "none":
        fara = person("Fara", role="focal-point", party=ardenia)
        with guard.writing("factory"):
            if dead == "ended":
                fara.mandates.update(until=date(2031, 5, 5))
            elif dead == "later":
                fara.mandates.update(since=date(2031, 5, 7))
            else:
                Person.objects.filter(pk=fara.pk).update(is_active=False)
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    morning(at(6))
    post(at(6))
    assert to(office) == ["vera@example.org"]
    assert Letter.objects.get().told[0]["instead"] == "focal-point"


def test_a_party_nobody_speaks_for_surfaces_to_the_secretariat(office: PostOffice, ardenia: Party) -> None:
    person("Sami", role="secretariat")
    person("Other", role="focal-point", party=party("borduria", "Borduria"))
    expect(asked(ardenia, "A body the directory does not know"), due(MAY, (1, "focal-point")))
    morning(at(6))
    post(at(6))
    assert to(office) == ["sami@example.org"]
    text = words(office.letters[0])
    assert "Nobody speaks for these parties" in text and "- Ardenia\n" in text and "Borduria" not in text
    assert "2 dates need you" in text


def test_without_anyone_at_all_nothing_breaks_and_it_is_told_once(ardenia: Party) -> None:
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    assert morning(at(6)) == 0
    assert Reminder.objects.get().told_at == at(6)


def test_a_letter_of_which_nothing_is_open_any_more_is_not_sent(office: PostOffice, ardenia: Party) -> None:
    person("Fara", role="focal-point", party=ardenia)
    found = asked(ardenia)
    expect(found, due(MAY, (1, "focal-point")))
    morning(at(6))
    with guard.writing("factory"):
        standing.meet([found[0].pk], Term.Kind.DUE, at(6, 3))
    assert post(at(6)) == 0
    assert not office.letters and not Letter.objects.exists()


def _withdrawn(fara: Person) -> None:
    Document.objects.filter(slug="harbour").update(state="withdrawn")


def _mandate_ended(fara: Person) -> None:
    fara.mandates.update(until=date(2031, 5, 5))


def _account_closed(fara: Person) -> None:
    Person.objects.filter(pk=fara.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [_withdrawn, _mandate_ended, _account_closed])
def test_what_the_reader_may_not_be_told_any_more_is_not_told(
    happens: Callable[[Person], None], office: PostOffice, ardenia: Party
) -> None:
    fara = person("Fara", role="focal-point", party=ardenia)
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    morning(at(6))
    with guard.writing("factory"):
        happens(fara)
    assert post(at(6)) == 0 and not office.letters


def test_a_letter_is_in_the_language_of_its_reader_and_cannot_be_forged(
    office: PostOffice, ardenia: Party
) -> None:
    fara = person("Fara", role="focal-point", party=ardenia)
    with guard.writing("factory"):
        Person.objects.filter(pk=fara.pk).update(language="fr")
        Party.objects.filter(pk=ardenia.pk).update(name="Ardenia\nBcc: all@example.org")
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    morning(at(6))
    post(at(6))
    (letter,) = office.letters
    assert letter["Bcc"] is None
    assert "http://localhost:8000/fr/desk/dates/" in words(letter)
    assert "5 mai 2031" in words(letter)


def letter_to_fara(ardenia: Party) -> Letter:
    person("Fara", role="focal-point", party=ardenia)
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    morning(at(6))
    return Letter.objects.get()


def test_each_letter_has_an_envelope_of_its_own(ardenia: Party) -> None:
    letter = letter_to_fara(ardenia)
    with open_post_office() as office, override_settings(ENV=with_bounces()):
        assert posting.send(letter=letter.pk, now=at(6))
    assert office.envelopes == [f"bounces+{letter.reference}@halcyon.example"]
    assert office.letters[0]["From"] == settings.DEFAULT_FROM_EMAIL
    assert f"date-{letter.reference}@" in office.letters[0]["Message-ID"]


def with_bounces() -> Any:
    from dataclasses import replace

    return replace(settings.ENV, bounces="bounces@halcyon.example")


def test_a_server_that_has_not_taken_it_is_tried_again(office: PostOffice, ardenia: Party) -> None:
    letter = letter_to_fara(ardenia)
    office.refusing = True
    with pytest.raises(posting._NOT_TAKEN):
        posting.send(letter=letter.pk, now=at(6))
    letter.refresh_from_db()
    assert letter.state == "waiting"
    office.refusing = False
    assert posting.send(letter=letter.pk, now=at(6))
    assert not posting.send(letter=letter.pk, now=at(6)), "however often the job runs"
    assert len(office.letters) == 1


def test_what_no_server_took_yesterday_is_in_today_s_letter(office: PostOffice, ardenia: Party) -> None:
    letter = letter_to_fara(ardenia)
    later = asked(ardenia, slug="second")
    expect(later, due(MAY, (2, "focal-point")))
    assert morning(at(7, hour=5)) == 0, "not before it is morning"
    assert morning(at(7)) == 1
    assert post(at(7)) == 1
    assert "2 dates need you" in words(office.letters[0])
    assert not posting.send(letter=letter.pk, now=at(7)), "the job of yesterday finds nothing to send"
    assert morning(at(8)) == 0 and Letter.objects.get().on == date(2031, 5, 7)


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 No such mailbox", "refused"), ("452 4.2.2 Mailbox full", "waiting")]
)
def test_an_address_that_is_refused_for_good_is_marked_and_others_are_tried_again(
    answer: str, state: str, office: PostOffice, ardenia: Party
) -> None:
    letter = letter_to_fara(ardenia)
    office.recipient = answer
    if state == "waiting":
        with pytest.raises(posting.smtplib.SMTPRecipientsRefused):
            posting.send(letter=letter.pk, now=at(6))
    else:
        assert not posting.send(letter=letter.pk, now=at(6))
    letter.refresh_from_db()
    assert letter.state == state
    assert letter.problem == ("550 5.1.1 No such mailbox" if state == "refused" else "")


def test_a_death_while_it_is_sent_never_sends_it_twice(
    office: PostOffice, ardenia: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = letter_to_fara(ardenia)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("django.core.mail.EmailMessage.send", killed)
        posting.send(letter=letter.pk, now=at(6))
    assert not posting.send(letter=letter.pk, now=at(6))
    assert not office.letters
    letter.refresh_from_db()
    assert letter.state == "begun"


def test_a_run_that_dies_has_written_no_letter_and_the_next_one_writes_it(
    ardenia: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("Fara", role="focal-point", party=ardenia)
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    passing.pass_over(now=at(6))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(telling, "_queue", killed)
        telling.tell(now=at(6), reference=reference)
    assert not Letter.objects.exists()
    assert telling.tell(now=at(6), reference=reference) == 1


def test_the_task_passes_and_writes_and_the_job_sends(
    office: PostOffice, ardenia: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("Fara", role="focal-point", party=ardenia)
    expect(asked(ardenia), due(MAY, (1, "focal-point")))
    monkeypatch.setattr(tasks.timezone, "now", lambda: at(6))
    tasks.pass_over_clocks(0)
    tasks.pass_over_clocks(0)
    (job,) = ProcrastinateJob.objects.filter(task_name="koinon.register.tasks.mail_dates")
    tasks.mail_dates(**job.args)
    assert len(office.letters) == 1
    assert re.fullmatch(r"[0-9a-f]{32}", Letter.objects.get().reference)
