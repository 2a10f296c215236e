"""Keeping a search: one's own, named, changed, deleted; taken along and erased with the person."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger.models import Entry
from koinon.people.actions import persons
from koinon.people.models import Person
from koinon.people.queries import own
from koinon.register.actions import saving
from koinon.register.models import SavedSearch
from koinon.register.queries import saved
from tests.factories import register as make
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(client: Client) -> Person:
    nadia = person("Nadia", role="observer")
    client.force_login(nadia)
    return nadia


def keep(by: Person, **more: str) -> SavedSearch:
    said = {"name": "On spyware", "query": "q=spyware", "digest": "daily", "language": "en"}
    return saving.keep(by=by, **{**said, **more})


def test_a_search_is_kept_from_the_page_of_its_results(client: Client, nadia: Person) -> None:
    make.indexed()
    assert "Keep this search" in client.get("/search/?q=spyware&theme=surveillance&page=2").text
    assert "Keep this search" not in Client().get("/search/?q=spyware").text
    form = client.get("/desk/searches/keep/?q=spyware&theme=surveillance&page=2").text
    assert 'value="spyware"' in form
    said = {"name": "On spyware", "digest": "weekly", "query": "theme=surveillance&q=spyware&page=2&x=1"}
    assert client.post("/desk/searches/keep/", said).status_code == 302
    kept = SavedSearch.objects.get()
    assert (kept.query, kept.digest, kept.person) == ("q=spyware&theme=surveillance", "weekly", nadia)
    assert "/search/?q=spyware&amp;theme=surveillance" in client.get("/desk/searches/").text
    assert not Entry.objects.exists(), "what someone looks for is nobody else's business"


def test_a_search_is_renamed_told_of_otherwise_and_deleted(client: Client, nadia: Person) -> None:
    kept = keep(nadia, digest="none")
    make.entry("register.publish", "document:x", document="x")
    address = f"/desk/searches/{kept.pk}/change/"
    assert client.post(address, {"name": "", "digest": "daily"}).status_code == 422
    assert client.post(address, {"name": "Spies", "digest": "daily"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.digest, kept.told_entry) == ("Spies", "daily", 1), "no old news when mail begins"
    assert client.post(f"/desk/searches/{kept.pk}/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_nobody_else_finds_it(client: Client, nadia: Person) -> None:
    theirs = keep(person("Omar"))
    assert "On spyware" not in client.get("/desk/searches/").text
    for address in (f"/desk/searches/{theirs.pk}/change/", f"/desk/searches/{theirs.pk}/delete/"):
        assert client.post(address, {"name": "Mine", "digest": "none"}).status_code == 404
    with pytest.raises(NotFound):
        saving.delete(by=nadia, search=theirs)


@pytest.mark.parametrize("query", ["", "page=3", "q=%20", "x=1"])
def test_an_empty_search_is_not_kept(nadia: Person, query: str) -> None:
    with pytest.raises(Refused):
        keep(nadia, query=query)


def test_a_person_keeps_only_so_many(nadia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 2)
    keep(nadia)
    keep(nadia)
    with pytest.raises(Refused) as refusal:
        keep(nadia)
    assert refusal.value.code == "register.many_searches"


def test_a_query_means_the_same_search_as_on_the_page() -> None:
    asked = saved.search_of("theme=surveillance&q=+spy+&theme=elections&literal=1&page=4")
    assert (asked.text, asked.literally) == ("spy", True)
    assert asked.chosen == {"theme": ("elections", "surveillance")}


def test_kept_searches_are_taken_along_and_forgotten_with_the_person(nadia: Person) -> None:
    keep(nadia)
    (rows,) = [rows for label, rows in own.data(nadia)["records"].items() if label.startswith("saved search")]
    assert rows[0]["query"] == "q=spyware"
    persons.erase(by=nadia, person=nadia)
    assert not SavedSearch.objects.exists()


def test_who_may_be_told_today(nadia: Person) -> None:
    kept = keep(nadia)
    today = date(2031, 6, 2)
    assert list(saved.due(today)) == [kept]
    with pytest.MonkeyPatch.context():
        nadia.is_active = False
    from koinon.ledger import guard

    with guard.writing("factory"):
        nadia.save()
    assert not saved.due(today)
