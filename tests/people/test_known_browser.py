"""Guessing passwords is slowed down, and whoever is guessed at still signs in."""

from __future__ import annotations

import zlib
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from koinon.people import signin
from koinon.people.engine import known_browser
from koinon.people.models import Person
from tests.people.cast import PASSWORD, joined, secretary

pytestmark = pytest.mark.django_db
HOME = "203.0.113.9"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def ola() -> Person:
    return joined("ola@x.example", "Ola Berg")


def tried(login: str, password: str, address: str, browser: Client | None = None) -> str:
    """What came of an attempt: in, wrong, or too many."""
    browser = browser or Client()
    answer = browser.post("/account/login/", {"login": login, "password": password}, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return "in"
    return "too many" if b"Too many failed" in answer.content else "wrong"


def guess(login: str, times: int, address: str, browser: Client | None = None) -> list[str]:
    return [tried(login, "wrong", address, browser) for _ in range(times)]


def guess_from_everywhere(login: str) -> list[str]:
    """Three attempts from each of twenty places."""
    return [outcome for n in range(20) for outcome in guess(login, 3, f"198.51.100.{n}")]


def known_to(person: Person) -> Client:
    """A browser in which the person signed in, and whose session ran out since."""
    browser = Client()
    assert tried(person.email, PASSWORD, HOME, browser) == "in"
    del browser.cookies["sessionid"]
    return browser


def test_one_place_is_stopped_and_the_owner_comes_in_from_another(ola: Person) -> None:
    assert guess(ola.email, 7, "198.51.100.7") == ["wrong"] * 5 + ["too many"] * 2
    assert tried(ola.email, PASSWORD, "198.51.100.7") == "too many", "not even with the right one"
    assert tried(ola.email, PASSWORD, HOME) == "in"


def test_one_place_does_not_try_many_logins(ola: Person) -> None:
    outcomes = [tried(f"someone{n}@x.example", "wrong", "198.51.100.7") for n in range(12)]
    assert outcomes == ["wrong"] * 10 + ["too many"] * 2


def test_many_places_are_stopped_together_but_not_the_browser_that_is_known(ola: Person) -> None:
    browser = known_to(ola)
    assert guess_from_everywhere(ola.email) == ["wrong"] * 50 + ["too many"] * 10
    assert tried(ola.email, PASSWORD, HOME) == "too many", "a new browser waits"
    assert tried(ola.email, PASSWORD, HOME, browser) == "in"


def test_a_known_browser_does_not_guess_either(ola: Person) -> None:
    browser = known_to(ola)
    assert guess(ola.email, 6, HOME, browser) == ["wrong"] * 5 + ["too many"]
    assert guess(ola.email, 1, "192.0.2.1", browser) == ["too many"], "its tries go with it"
    assert tried(ola.email, PASSWORD, HOME) == "in", "and are not those of others"


def test_what_succeeds_is_not_counted(ola: Person) -> None:
    assert [tried(ola.email, PASSWORD, HOME) for _ in range(7)] == ["in"] * 7
    assert guess(ola.email, 6, HOME) == ["wrong"] * 5 + ["too many"]


def test_an_unknown_login_behaves_the_same(ola: Person) -> None:
    assert guess("nobody@x.example", 7, "198.51.100.7") == guess(ola.email, 7, "198.51.100.8")
    cache.clear()
    assert guess_from_everywhere("nobody@x.example") == guess_from_everywhere(ola.email.upper())


def test_the_cookie_of_another_login_buys_nothing(ola: Person) -> None:
    browser = known_to(secretary())
    assert guess(ola.email, 5, "198.51.100.7") == ["wrong"] * 5
    assert guess(ola.email, 1, "198.51.100.7", browser) == ["too many"]


@pytest.mark.parametrize("key", [b"not the key", b""])
def test_a_forged_cookie_buys_nothing(ola: Person, key: bytes) -> None:
    places = count()

    def forged() -> Client:
        browser = Client()
        nonce = f"{next(places):032x}"
        browser.cookies[signin.KNOWN] = known_browser.word(
            nonce, ola.email, key=key, today=timezone.now().date()
        )
        return browser

    outcomes = [tried(ola.email, "wrong", "198.51.100.7", forged()) for _ in range(7)]
    assert outcomes == ["wrong"] * 5 + ["too many"] * 2


@pytest.mark.parametrize(
    "said", ["", ".", "a.b", "é" * 32 + ".x", "0" * 32 + ".é", "0" * 32 + "." + "0" * 64]
)
def test_a_cookie_that_is_none_is_nothing(said: str) -> None:
    assert known_browser.nonce_of(said, "ola@x.example", key=b"k", today=date(2026, 5, 1)) == ""


def test_a_browser_is_known_for_ninety_days_and_forgotten_within_thirty_more() -> None:
    made = date(2026, 5, 1)
    said = known_browser.word("0" * 32, "Ola@x.example", key=b"k", today=made)

    def known(days: int, login: str = "ola@X.example") -> bool:
        return bool(known_browser.nonce_of(said, login, key=b"k", today=made + timedelta(days=days)))

    assert known(0)
    assert known(90)
    assert not known(121)
    assert not known(0, "ole@x.example")


def test_the_cookie_tells_nobodys_login_and_is_out_of_reach_of_scripts(ola: Person) -> None:
    first, second = known_to(ola).cookies[signin.KNOWN], known_to(ola).cookies[signin.KNOWN]
    assert (first["httponly"], first["samesite"], first["max-age"]) == (True, "Lax", 90 * 86_400)
    assert first.value != second.value, "two browsers of one person cannot be told to be"
    assert "ola" not in first.value.lower()
    assert str(ola.pk) not in first.value


def test_signing_out_leaves_no_sign_in_the_browser(ola: Person) -> None:
    browser = Client()
    tried(ola.email, PASSWORD, HOME, browser)
    assert browser.cookies[signin.KNOWN].value
    browser.post("/account/logout/")
    assert browser.cookies[signin.KNOWN].value == ""
    assert browser.cookies[signin.KNOWN]["max-age"] == 0


def test_a_session_that_ran_out_leaves_the_browser_known(ola: Person) -> None:
    browser = known_to(ola)
    browser.get("/documents/")
    assert browser.cookies[signin.KNOWN].value


def test_a_new_password_by_mail_opens_the_door_again(ola: Person) -> None:
    guess_from_everywhere(ola.email)
    browser = Client()
    browser.post("/account/password/reset/", {"email": ola.email})
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    target = browser.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    new = "eleven lanterns on the quay"
    browser.post(target, {"password1": new, "password2": new})
    assert tried(ola.email, new, HOME) == "in"


def test_the_second_factor_and_proving_oneself_again_are_limited_too(ola: Person) -> None:
    totp.TOTP.activate(ola, totp.generate_totp_secret())
    browser = Client()
    browser.post("/account/login/", {"login": ola.email, "password": PASSWORD})
    assert signin.KNOWN not in browser.cookies, "half signed in is not signed in"
    pages = [browser.post("/account/2fa/authenticate/", {"code": "000000"}).content for _ in range(7)]
    assert [b"Too many failed" in page for page in pages] == [False] * 5 + [True] * 2


def test_a_session_left_open_does_not_guess_the_password(ola: Person) -> None:
    browser = Client()
    tried(ola.email, PASSWORD, HOME, browser)
    pages = [browser.post("/account/reauthenticate/", {"password": "wrong"}).content for _ in range(7)]
    assert [b"Too many failed" in page for page in pages] == [False] * 5 + [True] * 2


def test_what_is_counted_tells_no_login_and_no_place(ola: Person, settings: Any) -> None:
    known_to(ola)
    guess(ola.email, 6, "198.51.100.7")
    files = [file for file in Path(settings.DATA_DIR, "cache").rglob("*") if file.is_file()]
    assert files
    for file in files:
        _, _, packed = file.read_bytes().partition(b".")  # the library's: when it ends, then what is kept
        kept = zlib.decompress(packed[packed.index(b"\x78") :]) if b"\x78" in packed else packed
        assert not [w for w in (b"198.51", b"ola", b"203.0.113") if w in kept or w.decode() in file.name]


def test_whoever_takes_the_cache_cannot_look_a_login_up(settings: Any) -> None:
    before = signin.keyed("a count", "", 1)
    settings.SECRET_KEY = "another installation's"
    assert signin.keyed("a count", "", 1) != before
