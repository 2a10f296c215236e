from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from koinon.kernel.refusals import NotPermitted
from koinon.ledger import queries as ledger
from koinon.ledger.engine.verification import verification
from koinon.ledger.models import Entry, Private
from koinon.people.actions import invitations, mandates, persons
from koinon.people.models import Person
from koinon.people.queries import own
from tests.factories.people import party
from tests.people.cast import NOW, PASSWORD, joined, secretary, signed_in, unposted
from tests.register import examples as register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def ola() -> Person:
    """Someone with a mark in every table that can hold one."""
    ines = secretary()
    ardenia = party("ardenia", "Ardenia")
    person = joined("ola@quayside.example", "Ola Bergström", "focal-point", ardenia)
    mandates.grant(by=ines, person=person, role="secretariat", since=date(2020, 1, 1))
    persons.close(by=ines, person=person)
    persons.reopen(by=ines, person=person)
    persons.change_data(by=person, person=person, name="Ola Bergström-Ito", language="en")
    invitations.invite(
        by=person, email="guest@x.example", name="Guest", role="observer", now=NOW, post=unposted
    )
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def cells() -> Iterator[tuple[str, str]]:
    """Every value of every table of the database as text, and what sessions hold once unpacked."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                yield table, row
    for session in Session.objects.all():
        yield "django_session", str(session.get_decoded())


def traces(*marks: str) -> set[tuple[str, str]]:
    return {(table, mark) for table, row in cells() for mark in marks if mark.lower() in row.lower()}


def test_nothing_of_an_erased_person_is_left_in_any_table(ola: Person) -> None:
    client = signed_in_with_code(ola)
    assert client.get("/account/").status_code == 200
    marks = (str(ola.pk), ola.pk.hex, "quayside", "Bergström", str(client.session.session_key))
    assert {table for table, _ in traces(*marks)} >= {
        "people_person", "people_mandate", "people_invitation", "ledger_private", "account_emailaddress",
        "mfa_authenticator", "usersessions_usersession", "django_session",
    }  # fmt: skip
    persons.erase(by=ola, person=ola)
    assert traces(*marks) == set()


def test_the_chain_holds_after_an_erasure(ola: Person) -> None:
    persons.erase(by=ola, person=ola)
    outcome = verification(ledger.export())
    assert outcome.holds, outcome.message
    assert outcome.entries == Entry.objects.count()


def test_who_acted_on_an_erased_person_stays_known(ola: Person) -> None:
    ines = Person.objects.get(email="ines@secretariat.example")
    acts = Private.objects.filter(person=ines.reference).count()
    persons.erase(by=ola, person=ola)
    assert Private.objects.filter(person=ines.reference).count() == acts


def test_what_others_did_stays(ola: Person) -> None:
    guest = joined("other@x.example", "Other")
    persons.erase(by=ola, person=ola)
    assert Person.objects.get(pk=guest.pk).mandates.count() == 1


def test_what_an_erased_officer_published_stays_and_is_nobodys_by_name() -> None:
    ada, document, provision = register.published()
    register.uploading.upload(by=ada, name="second.txt", data=b"a second paper of the same officer")
    marks = (str(ada.pk), ada.pk.hex, ada.email)
    assert len(traces(*marks)) > 5
    persons.erase(by=ada, person=ada)
    assert traces(*marks) == set()
    page = Client().get(document.get_absolute_url())
    assert page.status_code == 200
    assert provision.text[:40] in page.content.decode()
    assert Client().get(provision.get_absolute_url()).status_code == 200
    assert verification(ledger.export()).holds


def test_only_the_person_concerned_erases_and_changes(ola: Person) -> None:
    ines = Person.objects.get(email="ines@secretariat.example")
    with pytest.raises(NotPermitted, match="Only the person concerned"):
        persons.erase(by=ines, person=ola)
    with pytest.raises(NotPermitted):
        persons.change_data(by=ines, person=ola, name="Other", language="en")


def test_the_page_erases_after_the_password_and_a_yes(ola: Person) -> None:
    client = signed_in_with_code(ola)
    asked = client.get("/account/erase/")
    assert asked.status_code == 302
    assert "reauthenticate" in asked.headers["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/erase/", {}).status_code == 422
    assert Person.objects.filter(pk=ola.pk).exists()
    assert client.post("/account/erase/", {"sure": "on"}).status_code == 302
    assert not Person.objects.filter(pk=ola.pk).exists()
    assert client.get("/account/").status_code == 302
    assert traces(str(ola.pk), "quayside") == set()


def test_the_export_holds_every_personal_column_and_no_secret(ola: Person) -> None:
    client = signed_in_with_code(ola)
    assert client.get("/account/export/").status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = client.get("/account/export/")
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.content)
    assert data["person"] == {
        "id": str(ola.pk), "email": "ola@quayside.example", "name": "Ola Bergström-Ito", "language": "en",
        "joined": data["person"]["joined"],
    }  # fmt: skip
    assert {m["role"] for m in data["mandates"]} == {"focal-point", "secretariat"}
    assert data["addresses"] == [{"email": "ola@quayside.example", "verified": True, "primary": True}]
    assert {f["type"] for f in data["second_factors"]} == {"totp", "recovery_codes"}
    assert [e["act"] for e in data["ledger"]] == [
        "people.invite",
        "people.change_data",
        "people.accept_invitation",
    ]
    assert any(row["email"] == "guest@x.example" for rows in data["records"].values() for row in rows)
    told = answer.content.decode()
    ola.refresh_from_db()
    for secret in (ola.password, *Private.objects.values_list("salt", flat=True)):
        assert secret not in told


def test_nobody_sees_anothers_data(ola: Person) -> None:
    other = joined("other@x.example", "Other")
    told = json.dumps(own.data(other), default=str)
    assert "quayside" not in told
    assert "Bergström" not in told
    assert b"quayside" not in signed_in(other).get("/account/").content


def test_the_account_page_shows_mandates_sessions_and_acts(ola: Person) -> None:
    page = signed_in_with_code(ola).get("/account/").content.decode()
    for told in ("Focal point", "Ardenia", "Join by an invitation", "this one", "ola@quayside.example"):
        assert told in page


def signed_in_with_code(person: Person) -> Client:
    """A browser in which someone with a second factor has signed in, by a recovery code."""
    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    return client
