from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.ledger.models import Entry, Private
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import invitations, letters
from koinon.people.models import Invitation, Person
from koinon.people.queries import invitations as queries
from tests.factories.people import party
from tests.people.cast import NOW, PASSWORD, joined, secretary, signed_in, unposted

pytestmark = pytest.mark.django_db


def invited(email: str = "ola@x.example", role: str = "observer") -> invitations.Invited:
    return invitations.invite(by=PLATFORM, email=email, name="Ola Berg", role=role, now=NOW, post=unposted)


def accept(token: str, days: int = 0) -> Person:
    return invitations.accept(
        by=Person(), token=token, name="Ola", password=PASSWORD, now=NOW + timedelta(days=days)
    )


def test_the_link_is_kept_nowhere() -> None:
    made = invited()
    row = (
        str(list(Invitation.objects.values()))
        + str(list(Private.objects.values()))
        + str(list(Entry.objects.values()))
    )
    assert made.token not in row
    assert queries.open_invitation(made.token, now=NOW) == made.invitation


def test_accepting_makes_a_person_with_a_proved_address_and_the_mandate() -> None:
    ardenia = party("ardenia", "Ardenia")
    made = invitations.invite(
        by=PLATFORM, email="Ola@X.example", name="", role="focal-point", party=ardenia, now=NOW, post=unposted
    )
    ola = accept(made.token)
    assert (ola.email, ola.name) == ("ola@x.example", "Ola")
    assert ola.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=ola, verified=True, primary=True).email == "ola@x.example"
    mandate = ola.mandates.get()
    assert (mandate.role, mandate.party, mandate.since) == ("focal-point", ardenia, NOW.date())
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.private.person) == ("people.accept_invitation", ola.reference)


def test_an_accepted_invitation_keeps_neither_name_nor_address_and_opens_no_more() -> None:
    made = invited()
    accept(made.token)
    row = Invitation.objects.get()
    assert (row.email, row.name) == ("", "")
    with pytest.raises(NotPermitted, match="accepted already"):
        accept(made.token)
    assert Person.objects.count() == 1


def test_a_link_expires_after_fourteen_days() -> None:
    token = invited().token
    with pytest.raises(NotPermitted, match="was open until"):
        accept(token, days=14)
    assert accept(token, days=13).pk


def test_an_invitation_can_be_taken_back_but_not_after_it_was_accepted() -> None:
    first, second = invited(), invited("two@x.example")
    invitations.withdraw(by=secretary(), invitation=first.invitation, now=NOW)
    with pytest.raises(NotFound, match="taken back"):
        queries.open_invitation(first.token, now=NOW)
    accept(second.token)
    second.invitation.refresh_from_db()
    with pytest.raises(Refused, match="end the person's mandate"):
        invitations.withdraw(by=PLATFORM, invitation=second.invitation, now=NOW)


def test_a_second_invitation_of_an_address_takes_the_first_back() -> None:
    first, second = invited(), invited()
    with pytest.raises(NotFound):
        queries.open_invitation(first.token, now=NOW)
    assert queries.open_invitation(second.token, now=NOW)


def test_who_is_here_already_is_not_invited_again() -> None:
    joined("ola@x.example", "Ola Berg")
    with pytest.raises(Refused, match="grant a mandate instead"):
        invited("OLA@x.example")


def test_only_the_secretariat_invites() -> None:
    ola = joined("ola@x.example", "Ola Berg")
    with pytest.raises(NotPermitted):
        invitations.invite(by=ola, email="a@b.example", name="", role="observer", now=NOW, post=unposted)


def test_the_letter_carries_the_link(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = invitations.invite(
            by=PLATFORM, email="ola@x.example", name="Ola Berg", role="observer", now=NOW,
            post=letters.invitation_by_mail("https://register.example/"),
        )  # fmt: skip
    (letter,) = mail.outbox
    assert letter.to == ["ola@x.example"]
    assert f"https://register.example/invitation/{made.token}/" in letter.body
    assert "as Observer" in letter.body


def test_the_pages_lead_from_the_invitation_to_the_first_sign_in() -> None:
    office = signed_in(secretary())
    answer = office.post(
        "/desk/persons/invite/", {"email": "ola@x.example", "name": "Ola", "role": "observer"}
    )
    assert answer.status_code == 200
    link = answer.context["link"]
    assert link.encode() in answer.content
    stranger = Client()
    path = link.removeprefix("http://testserver")
    page = stranger.get(path).content.decode()
    assert "ola@x.example" in page
    assert "at least 12 characters" in page
    weak = stranger.post(path, {"name": "Ola", "password": "password", "again": "password"})
    assert weak.status_code == 422
    assert not Person.objects.filter(email="ola@x.example").exists()
    done = stranger.post(path, {"name": "Ola Berg", "password": PASSWORD, "again": PASSWORD})
    assert done.status_code == 302
    signed_in(Person.objects.get(email="ola@x.example"))
    assert stranger.get(path).status_code == 404


def test_the_invite_page_shows_the_refusal_of_the_action() -> None:
    ines = secretary()
    answer = signed_in(ines).post("/desk/persons/invite/", {"email": ines.email, "role": "observer"})
    assert answer.status_code == 422
    assert b"grant a mandate instead" in answer.content


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_the_link_at_once_one_joins() -> None:
    token = invited().token

    def join(n: int) -> str:
        try:
            return accept(token).name
        except (NotFound, NotPermitted, Refused) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(join, range(4)))
    assert outcomes.count("Ola") == 1, outcomes
    assert Person.objects.count() == 1
