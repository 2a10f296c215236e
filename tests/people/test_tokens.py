"""Tokens: made once shown, known by their digest alone, and gone at a click."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry, Visibility
from koinon.people.actions import persons, tokens
from koinon.people.engine.scopes import SCOPES, token_digest
from koinon.people.forms.tokens import SCOPE_WORDS
from koinon.people.models import Person, Token
from koinon.people.queries.own import data
from koinon.people.queries.tokens import token_of
from tests.people.cast import NOW, PASSWORD, joined, secretary, signed_in

pytestmark = pytest.mark.django_db


def made_by(person: Person, **rest: object) -> tokens.Made:
    given = {"name": "export", "scopes": ["review", "read"], "days": 90, "now": NOW, **rest}
    return tokens.make_token(by=person, person=person, **given)  # type: ignore[arg-type]


def test_a_token_is_kept_as_its_digest_alone() -> None:
    ola = joined("ola@x.example", "Ola")
    made = made_by(ola)
    assert re.fullmatch(r"koinon_[\w-]{43}", made.secret)
    row = Token.objects.values().get()
    assert row["digest"] == token_digest(made.secret) and made.secret not in str(row)
    assert row["scopes"] == ["read", "review"] and row["expires"] - NOW == timedelta(days=90)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.visibility) == ("people.make_token", Visibility.RESTRICTED)
    told = str(entry.facts) + str(entry.private.data) + str(data(ola))
    assert made.secret not in told and row["digest"] not in told


def test_a_token_speaks_for_its_person_until_it_ends() -> None:
    ola = joined("ola@x.example", "Ola")
    secret = made_by(ola, days=30).secret
    found = token_of(secret, now=NOW)
    assert found is not None and found.person == ola
    assert Token.objects.get().used_on == NOW.date()
    assert token_of(secret, now=NOW + timedelta(days=30)) is None
    assert token_of(secret[:-1], now=NOW) is None and token_of("koinon_", now=NOW) is None


def test_a_closed_account_and_a_revoked_token_let_nobody_in() -> None:
    ola = joined("ola@x.example", "Ola")
    one, two = made_by(ola), made_by(ola)
    tokens.revoke_token(by=ola, token=one.token)
    assert token_of(one.secret, now=NOW) is None and token_of(two.secret, now=NOW) is not None
    persons.close(by=secretary(), person=ola)
    assert token_of(two.secret, now=NOW) is None


def test_nobody_makes_or_revokes_a_token_for_someone_else() -> None:
    ola, ines = joined("ola@x.example", "Ola"), secretary()
    with pytest.raises(NotPermitted):
        tokens.make_token(by=ines, person=ola, name="spy", scopes=["read"], days=1, now=NOW)
    with pytest.raises(NotPermitted):
        tokens.revoke_token(by=ines, token=made_by(ola).token)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"scopes": ["everything"]}, "people.token.scope"),
        ({"scopes": []}, "people.token.scopes"),
        ({"days": 366}, "people.token.days"),
        ({"days": 0}, "people.token.days"),
        ({"name": " "}, "people.token.name"),
    ],
)
def test_a_wrong_wish_is_refused(given: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        made_by(joined("ola@x.example", "Ola"), **given)
    assert refusal.value.code == code and not Token.objects.exists()


def test_every_scope_is_told_in_words() -> None:
    assert tuple(SCOPE_WORDS) == SCOPES


def test_the_page_shows_a_token_once_and_revokes_it() -> None:
    ola = joined("ola@x.example", "Ola")
    browser = signed_in(ola)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = browser.post(
        reverse("people:make_token"), {"name": "nightly", "scopes": ["read", "own"], "days": 10}
    )
    secret = re.search(r"koinon_[\w-]{43}", answer.content.decode())
    assert secret and answer.headers["Cache-Control"] == "no-store"
    page = browser.get(reverse("people:tokens")).content.decode()
    assert "nightly" in page and secret[0] not in page
    token = Token.objects.get()
    eve = signed_in(joined("eve@x.example", "Eve"))
    assert eve.post(reverse("people:revoke_token", args=[token.pk])).status_code == 404
    assert browser.post(reverse("people:revoke_token", args=[token.pk])).status_code == 302
    assert not Token.objects.exists()


def test_making_a_token_needs_a_fresh_proof() -> None:
    browser = signed_in(joined("ola@x.example", "Ola"))
    answer = browser.post(reverse("people:make_token"), {"name": "x", "scopes": ["read"], "days": 1})
    assert answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]
    assert not Token.objects.exists()
