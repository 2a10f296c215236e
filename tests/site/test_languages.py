"""Every public page in every language; the address alone decides, and a choice is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from koinon.ledger import guard
from koinon.people.models import Person
from koinon.ui.languages import bare, in_language
from tests.factories.people import person
from tests.house.routes import World, routes

pytestmark = pytest.mark.django_db
CODES = [code for code, _ in settings.LANGUAGES]
PAGES = [
    *("register:home", "register:search", "register:documents", "register:document", "register:provision"),
    *("register:parties", "register:party", "register:themes", "register:theme", "people:invitation"),
    *("ledger:entries", "ledger:entry", "api-docs", "account_login", "account_reset_password"),
]


@pytest.fixture
def world() -> World:
    return World()


def reads(code: str) -> Person:
    """An officer who reads that language."""
    ada = person("Ada", role="secretariat")
    with guard.writing("factory"):
        Person.objects.update(language=code)
    return ada


@pytest.mark.parametrize("code", CODES)
def test_each_public_page_answers_in_each_language(world: World, code: str) -> None:
    patterns = dict(routes())
    for name in PAGES:
        response = Client().get(in_language(world.address(patterns[name]), code))
        page = response.content.decode()
        assert response.status_code == 200, name
        assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in page, name
        assert response.headers["Content-Language"] == code


def test_a_page_leads_to_itself_in_the_other_languages(client: Client) -> None:
    page = client.get("/ar/documents/?kind=resolution&page=1").content.decode()
    for code in CODES:
        address = in_language("/documents/?kind=resolution&page=1", code).replace("&", "&amp;")
        assert f'<a href="{address}" lang="{code}" hreflang="{code}"' in page
        canonical = f"http://testserver{in_language('/documents/', code)}?page=1"
        assert f'<link rel="alternate" hreflang="{code}" href="{canonical}">' in page
    assert '<link rel="canonical" href="http://testserver/ar/documents/?page=1">' in page
    assert 'hreflang="x-default" href="http://testserver/documents/?page=1"' in page


def test_links_of_a_page_stay_in_its_language(world: World) -> None:
    page = Client().get("/fr/").content.decode()
    below = re.sub(r'(?s)<nav class="tongues".*?</nav>', "", page)
    inside = {
        href
        for href in re.findall(r'<(?:a|form)[^>]* (?:href|action)="(/[^"]*)"', below)
        if not href.startswith("/static/")
    }
    assert len(inside) > 8
    assert [href for href in inside if not href.startswith("/fr/")] == []


def test_neither_the_browser_nor_a_cookie_has_a_say(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "ar"}).content.decode()
    assert '<html lang="id"' in client.get("/id/", headers={"Accept-Language": "ar"}).content.decode()


def test_what_is_not_there_is_told_in_the_language_of_the_address(client: Client) -> None:
    for address in ("/ar/nowhere/", "/ar/documents/nowhere/"):
        response = client.get(address)
        assert response.status_code == 404 and 'lang="ar" dir="rtl"' in response.content.decode()


def test_programs_have_one_address(client: Client) -> None:
    assert client.get("/api/v1/documents").status_code == 200
    assert client.get("/fr/api/v1/documents").status_code == 404
    refused = client.get("/api/v1/documents/nowhere", headers={"Accept-Language": "de, fr;q=0.8"})
    assert refused.headers["Content-Language"] == "fr" and "Accept-Language" in refused.headers["Vary"]


def test_the_signed_in_keep_their_choice(client: Client) -> None:
    ada = person("Ada", role="secretariat")
    client.force_login(ada)
    page = client.get("/desk/persons/?page=1").content.decode()
    assert 'value="ar" lang="ar" dir="rtl"' in page
    kept = client.post(reverse("people:choose_language"), {"language": "ar", "next": "/desk/persons/?page=1"})
    assert kept["Location"] == "/ar/desk/persons/?page=1"
    assert Person.objects.get().language == "ar"
    elsewhere = client.post(
        reverse("people:choose_language"), {"language": "fr", "next": "https://elsewhere.example/"}
    )
    assert elsewhere["Location"] == "/fr/"
    assert client.post(reverse("people:choose_language"), {"language": "tlh"}).status_code == 422


@pytest.mark.parametrize(("page", "lands"), [("/", "/es/desk/"), ("/id/", "/id/desk/")])
def test_signing_in_leads_to_the_persons_language_unless_another_was_chosen(
    client: Client, page: str, lands: str
) -> None:
    ada = reads("es")
    login = f"{page}account/login/"
    response = client.post(login, {"login": ada.email, "password": "Ada-long-password"})
    assert response.status_code == 302 and response["Location"] == lands


def test_letters_are_in_the_language_of_whom_they_reach(client: Client) -> None:
    ada = reads("es")
    client.post("/account/password/reset/", {"email": ada.email})
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(/\S+)", letter.body)
    assert link is not None and link[1].startswith("/es/account/")


def test_an_invitation_speaks_the_language_chosen_for_it(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(reads("en"))
    asked = {"email": "new@example.org", "role": "observer", "language": "ar"}
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post(reverse("people:invite"), asked).content.decode()
    link = re.search(r"http://testserver(/ar/invitation/[^/]+/)", mail.outbox[0].body)
    assert link is not None and link[1] in shown
    words = {"name": "Nura", "password": "a-long-password-of-hers", "again": "a-long-password-of-hers"}
    assert Client().post(link[1], words).status_code == 302
    assert Person.objects.get(name="Nura").language == "ar"


@pytest.mark.parametrize(
    ("address", "code", "same"),
    [
        ("/", "fr", "/fr/"),
        ("/fr/", "en", "/"),
        ("/fr/themes/?page=2", "ar", "/ar/themes/?page=2"),
        ("/ar", "id", "/id/"),
        ("/identity/", "id", "/id/identity/"),
        ("/desk/?next=/fr/", "es", "/es/desk/?next=/fr/"),
    ],
)
def test_the_same_page_in_another_language(address: str, code: str, same: str) -> None:
    assert in_language(address, code) == same
    assert bare(same.partition("?")[0]) == bare(address.partition("?")[0].rstrip("/") + "/")
