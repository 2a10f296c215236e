"""Standings as people see them, and rule sets as officers keep them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import Refused
from koinon.ledger.models import Entry
from koinon.observatory.actions import standing as actions
from koinon.observatory.models import RuleSet
from tests.factories.observatory import place, release
from tests.factories.people import person
from tests.observatory.standing.examples_standing import NOW, officer, published, text
from tests.observatory.standing.worlds import coups, episodes, ratings

pytestmark = pytest.mark.django_db
RULES = "/observatory/standings/free-or-partly-free/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_every_rule_set_tells_its_sentence_and_its_counts(client: Client) -> None:
    ratings()
    told = page(client, "/observatory/standings/?on=2024")
    assert "rated free or at least partly free" in told
    assert "3 of 4 meet it, 1 do not, 0 cannot be decided" in told
    assert "The dataset ert is not loaded here" in told


def test_a_rule_set_tells_who_is_in_and_why_others_are_not(client: Client) -> None:
    ratings()
    told = page(client, f"{RULES}?on=2024&before=2022-12-31")
    assert "1 of 4" in told and "Rated free or partly free: does not hold" in told
    assert "/observatory/standings/free-or-partly-free/SKE/?on=2024-12-31" in told
    assert "The Free Port" in told


def test_nothing_loaded_is_said_and_breaks_nothing(client: Client) -> None:
    place("HAL")
    assert "The dataset fiw is not loaded here" in page(client, RULES)
    assert "cannot be decided" in page(client, RULES + "HAL/")
    assert page(client, "/observatory/standings/compare/")


def test_why_a_place_is_out_has_an_answer(client: Client) -> None:
    ratings()
    episodes()
    told = page(client, RULES + "SKE/?on=2024")
    assert "it does not meet the rule set" in told
    assert "The figure is not free (NF), of 2024; asked is at least partly free (PF)" in told
    assert "How far from changing: 3 points of both ratings together" in told
    assert "fiw" in told and "2025" in told and "Invented Institute" in told


def test_agreement_names_the_releases_that_say_otherwise(client: Client) -> None:
    ratings("2026", MOR=(6, 6))
    ratings("2025")
    told = page(client, RULES + "MOR/?on=2024")
    assert "Of 2 releases of fiw, 1 comes to this verdict." in told and "2026" in told


def test_a_strip_tells_the_years(client: Client) -> None:
    ratings()
    told = page(client, RULES + "SKE/?on=2024")
    assert "SKE over the years" in told or "Ske over the years" in told


def test_two_rule_sets_compared(client: Client) -> None:
    ratings()
    episodes()
    address = (
        "/observatory/standings/compare/?a=free-or-partly-free&b=free-or-partly-free:electoral-democracy"
    )
    told = page(client, f"{address}&a_on=2024&b_on=2024")
    assert "stand otherwise" in told and "/observatory/standings/free-or-partly-free/MOR/" in told


def test_many_that_stand_otherwise_are_shown_some_at_a_time(client: Client) -> None:
    rows: list[dict[str, Any]] = []
    for code in (f"Y{n:02}" for n in range(27)):
        place(code)
        for year, rated in ((2022, "F"), (2024, "NF")):
            rows.append(
                {"place": code, "unit": code, "unit_name": code, "year": year}
                | {"pr": 1 if rated == "F" else 7, "cl": 1 if rated == "F" else 7, "status": rated}
            )
    release("fiw", "2025", rows)
    address = "/observatory/standings/compare/?a=free-or-partly-free&a_on=2023-06-01&b_on=2025-06-01"
    first, second = page(client, address), page(client, f"{address}&page=2")
    assert "27 stand otherwise" in first and "27 stand otherwise" in second
    assert [told.count('<th scope="row"><a') for told in (first, second)] == [25, 2]
    assert "page=2#who" in first


def test_lists_as_files_and_feed(client: Client) -> None:
    ratings()
    rows = json.loads(page(client, "/observatory/standings/free-or-partly-free.json?on=2024"))
    told = {row["place"]: row for row in rows}
    assert told["SKE"]["verdict"] == "does not" and told["SKE"]["trace"][0]["release"] == "2025"
    assert "SKE" in page(client, "/observatory/standings/free-or-partly-free.csv?on=2024")
    assert client.get("/observatory/standings/free-or-partly-free.xlsx?on=2024").status_code == 200
    assert "free-or-partly-free" in page(client, "/observatory/standings.csv?on=2024")
    assert page(client, "/observatory/standings-compared.csv?b_on=2024&a_on=2022").startswith("\ufeffplace")
    assert page(client, "/observatory/standings/free-or-partly-free.toml").startswith("# Membership")
    assert "<feed" in page(client, "/observatory/standings.atom")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Classé libre ou partiellement libre"), ("es", "Calificado como libre o parcialmente libre"),
        ("ar", "مصنّف حراً أو حراً جزئياً"), ("id", "Dinilai bebas atau sebagian bebas"),
    ],
)  # fmt: skip
def test_criteria_are_told_in_the_language_of_the_reader(client: Client, language: str, title: str) -> None:
    ratings()
    for address in (RULES + "?on=2024", RULES + "SKE/?on=2024"):
        told = page(client, f"/{language}{address}")
        assert title in told and "Rated free or partly free" not in told
    rows = json.loads(page(client, f"/{language}/observatory/standings/free-or-partly-free.json?on=2024"))
    assert {row["trace"][0]["title"] for row in rows} == {title}
    headers = {"accept-language": language}
    step = client.get("/api/v1/standings/free-or-partly-free/SKE?on=2024", headers=headers).json()["trace"][0]
    assert step["title"] == title and step["verdict"] == "does not hold"
    english = client.get("/api/v1/standings/free-or-partly-free/SKE?on=2024").json()["trace"][0]
    assert english["title"] == "Rated free or partly free" and english["unit"] != step["unit"]


def test_what_is_not_there_in_the_language_of_the_reader_is_marked(client: Client) -> None:
    ratings()
    published()
    told = page(client, "/fr/observatory/standings/harbour-charter/?on=2024")
    assert '<bdi lang="en">Harbour charter</bdi>' in told
    assert '<bdi lang="en">Rated free: does not hold</bdi>' in told
    assert '<bdi lang="en">Rated free' not in page(client, "/observatory/standings/harbour-charter/?on=2024")


@pytest.mark.parametrize(
    "address", [RULES + "NUL/", "/observatory/standings/nothing/", RULES + "?alternative=no"]
)
def test_what_is_not_there_is_said(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_as_many_queries_for_one_place_as_for_three(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, f"{RULES}?on=2024")
        return len(seen)

    ratings()
    page(client, f"{RULES}?on=2024")
    before = asked()
    for code in ("ONE", "TWO"):
        place(code)
    ratings("2027", MOR=(7, 7))
    assert asked() == before


def test_an_officer_writes_looks_and_publishes(client: Client) -> None:
    ratings()
    client.force_login(officer())
    shown = client.post("/desk/observatory/rule-sets/write/", {"text": text(), "look": "1"})
    assert "2 of" in shown.content.decode() and RuleSet.objects.count() == 0
    seen = shown.context["seen"]
    given = {"text": text(), "reasons": "As adopted.", "seen": seen, "publish": "1"}
    assert client.post("/desk/observatory/rule-sets/write/", given).status_code == 302
    assert RuleSet.objects.get().key == "harbour-charter"
    assert "Harbour charter" in page(client, "/observatory/standings/")
    assert "As adopted." in page(client, "/desk/observatory/rule-sets/")


def test_what_was_not_looked_at_is_not_published(client: Client) -> None:
    client.force_login(officer())
    given = {"text": text(), "reasons": "As adopted.", "seen": "", "publish": "1"}
    answer = client.post("/desk/observatory/rule-sets/write/", given)
    assert "not what you saw" in answer.content.decode() and RuleSet.objects.count() == 0


def test_a_fault_is_told_with_its_line(client: Client) -> None:
    client.force_login(officer())
    wrong = text().replace('at_least = "F"', 'at_least = "FF"')
    answer = client.post("/desk/observatory/rule-sets/write/", {"text": wrong, "look": "1"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "line 24, [criteria.rated]" in said and "is not on the scale: its categories are NF, PF, F" in said


def test_a_new_version_takes_the_place_of_the_last_and_none_is_changed() -> None:
    published()
    second = published(version="2", least="PF")
    assert list(RuleSet.objects.filter(ended_at=None)) == [second]
    with pytest.raises(Refused, match="published already"):
        published(version="1")
    entry = Entry.objects.filter(about="rule-set:harbour-charter").latest("number")
    assert entry.facts["replaces"] == "1" and "Olga" not in json.dumps(entry.facts)


def test_a_key_of_the_program_is_refused() -> None:
    for key in ("free-or-partly-free", "compare"):
        with pytest.raises(Refused, match="choose another"):
            actions.publish(by=officer(), text=text().replace("harbour-charter", key), reasons="So.", now=NOW)


def test_one_that_ended_decides_nothing_and_stays_readable(client: Client) -> None:
    held = published()
    client.force_login(officer())
    address = f"/desk/observatory/rule-sets/{held.key}/end/"
    assert "Say why" in client.post(address, {"version": "1", "reasons": " "}).content.decode()
    client.post(address, {"version": "1", "reasons": "The charter was amended."})
    assert client.get(f"/observatory/standings/{held.key}/").status_code == 404
    assert "until" in page(client, "/desk/observatory/rule-sets/")


def test_others_do_not_keep_rule_sets(client: Client) -> None:
    client.force_login(person("Nadia", role="observer"))
    assert client.get("/desk/observatory/rule-sets/").status_code == 403
    assert client.post("/desk/observatory/rule-sets/write/", {"text": text()}).status_code == 403


def test_the_page_of_everyone_is_light(client: Client) -> None:
    ratings()
    episodes()
    coups()
    for address in ("/observatory/standings/", RULES, RULES + "HAL/"):
        assert len(page(client, address)) < 150_000  # uncompressed


@pytest.mark.parametrize("words", ["2021-02-29", "29/02/2020"])
def test_a_day_that_is_none_is_said(client: Client, words: str) -> None:
    for address in ("/observatory/standings/", RULES, "/observatory/standings/free-or-partly-free.csv"):
        response = client.get(address, {"on": words})
        assert response.status_code == 422 and "is no day of the calendar" in response.content.decode()
