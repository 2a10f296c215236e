"""Sessions and forged requests: nobody else makes a browser act, or sends it elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from koinon.people.models import Person
from koinon.ui.languages import in_language
from tests.factories.people import person
from tests.house.routes import World, routes
from tests.people.cast import PASSWORD, joined

pytestmark = pytest.mark.django_db
# Mail programs press this button by themselves (RFC 8058); its signed address does one thing only.
WAIVED = {"register:stop_mail", "observatory:stop_alerts"}
ELSEWHERE = (
    "//evil.example/",
    "https://evil.example/",
    "http:evil.example",
    "/\\evil.example/",
    "\\\\evil.example/",
    "///evil.example/",
    "/fr//evil.example/",
    "/fr/\\evil.example/",
    "/fr/fr//evil.example/",
    "/\t/evil.example/",
    "javascript:alert(1)",
    " //evil.example",
)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def ola() -> Person:
    return joined("ola@x.example", "Ola Berg")


def sign_in(browser: Client, person: Person, **rest: str) -> Any:
    return browser.post("/account/login/", {"login": person.email, "password": PASSWORD, **rest})


def test_signing_in_changes_the_sessions_key(ola: Person) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = "by someone else"
    session.save()
    planted = browser.cookies["sessionid"].value
    sign_in(browser, ola)
    assert browser.cookies["sessionid"].value != planted
    fixed = Client()
    fixed.cookies["sessionid"] = planted
    assert fixed.get("/account/").status_code == 302, "who planted the key is not signed in with it"


def test_a_session_dies_when_its_person_signs_out(ola: Person) -> None:
    browser = Client()
    sign_in(browser, ola)
    stolen = Client()
    stolen.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert stolen.get("/account/").status_code == 200
    browser.post("/account/logout/")
    assert stolen.get("/account/").status_code == 302
    assert not Session.objects.filter(pk=stolen.cookies["sessionid"].value).exists()


def test_opening_the_page_of_signing_out_signs_nobody_out(ola: Person) -> None:
    browser = Client()
    sign_in(browser, ola)
    browser.get("/account/logout/")
    assert browser.get("/account/").status_code == 200


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(ola: Person) -> None:
    browser = Client()
    sign_in(browser, ola)
    browser.get("/account/login/")
    flags = {name: (c["httponly"], c["samesite"], c["domain"]) for name, c in browser.cookies.items()}
    assert flags == dict.fromkeys(("sessionid", "csrftoken", "known"), (True, "Lax", ""))


@pytest.mark.parametrize(("hosts", "secure"), [("", False), ("register.example", True)])
def test_cookies_travel_encrypted_once_the_platform_has_a_name(
    tmp_path: Path, hosts: str, secure: bool
) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    asks = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"
    own = {
        "DJANGO_SETTINGS_MODULE": "koinon.site.settings",
        "KOINON_HOSTS": hosts,
        "KOINON_DATA": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", asks], env={**os.environ, **own}, capture_output=True, text=True
    )
    assert done.stdout.strip() == str([secure] * 2), done.stderr


def test_no_page_takes_a_form_that_it_did_not_give_out(db: None) -> None:
    world = World()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("Visitor", role="secretariat"))
    taken = {}
    for name, pattern in routes():
        if name.startswith("api") or name in WAIVED:
            continue
        address = world.address(pattern)
        assert not getattr(resolve(address).func, "csrf_exempt", False), f"{name} waives the check"
        taken[name] = browser.post(address, {"next": "/"}).status_code
    assert {name: status for name, status in taken.items() if status != 403} == {}
    assert len(taken) > 150


def test_a_token_of_another_browser_is_none(ola: Person) -> None:
    theirs, mine = Client(), Client(enforce_csrf_checks=True)
    token = theirs.get("/account/login/").context["csrf_token"]
    mine.get("/account/login/")
    form = {"login": ola.email, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert mine.post("/account/login/", form).status_code == 403


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize(
    "ask",
    [
        lambda browser, ola, to: sign_in(browser, ola, next=to),
        lambda browser, ola, to: browser.post(
            f"/account/login/?next={to}", {"login": ola.email, "password": PASSWORD}
        ),
        lambda browser, ola, to: (sign_in(browser, ola), browser.post("/account/logout/", {"next": to}))[1],
        lambda browser, ola, to: (
            sign_in(browser, ola),
            browser.post("/account/language/", {"next": to, "language": "en"}),
        )[1],
        lambda browser, ola, to: (
            sign_in(browser, ola),
            browser.post("/account/reauthenticate/", {"next": to, "password": PASSWORD}),
        )[1],
    ],
    ids=["sign in", "sign in, by the address", "sign out", "language", "prove again"],
)
def test_nobody_is_sent_elsewhere(
    ola: Person, ask: Callable[[Client, Person, str], Any], address: str
) -> None:
    location = ask(Client(), ola, address).headers["Location"]
    assert location.startswith("/")
    assert not location.replace("\\", "/").startswith("//")


@pytest.mark.parametrize("address", [a for a in ELSEWHERE if a.startswith("/")])
@pytest.mark.parametrize("code", ["en", "fr"])
def test_no_language_of_an_address_leads_elsewhere(address: str, code: str) -> None:
    assert not in_language(address, code).replace("\\", "/").startswith("//")


def test_the_links_to_other_languages_stay_here() -> None:
    page = Client().get("/", PATH_INFO="//evil.example/")
    assert page.status_code == 404
    assert b'href="//' not in page.content
    assert b'href="/fr//' not in page.content


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a b", "", "[::1", "x\\y"])
def test_another_host_gets_a_refusal_that_does_not_repeat_it(host: str) -> None:
    answer = Client().get("/documents/", headers={"host": host or " "})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


def test_a_password_letter_never_names_a_host_that_the_sender_chose(ola: Person) -> None:
    answer = Client().post(
        "/account/password/reset/", {"email": ola.email}, headers={"x-forwarded-host": "evil.example"}
    )
    from django.core import mail

    assert answer.status_code == 302
    assert "evil" not in mail.outbox[0].body
