"""Cohesion on pages, by API and as files: what is shown, what it rests on, what is said where nothing is."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from koinon.ledger import guard
from koinon.observatory.pages.cohesion_beside import with_country, with_region
from koinon.observatory.queries import cohesion, ideal_points, places, roll_calls, voting_groups
from koinon.people.models import Membership, Place
from tests.factories.observatory import place
from tests.observatory.cohesion import assembly
from tests.observatory.cohesion.voting import rolls as lettered

pytestmark = pytest.mark.django_db
HOME = "/observatory/cohesion/"


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("path", ["", "all-members/", "all-members/1/", "with/AAX/", "between/AAX/BBX/"])
def test_without_roll_calls_a_page_says_what_is_missing(client: Client, path: str) -> None:
    place("AAX")
    place("BBX")
    page = client.get(HOME + path)
    assert page.status_code == 200
    assert "koinon observatory load unga-raw" in page.content.decode()


def test_the_first_page_compares_rated_groups_and_leads_on(client: Client) -> None:
    assembly.roll_calls()
    assembly.league()
    before = client.get(HOME).content.decode()
    assert "All members" in before and "Rated free" not in before
    assembly.ratings()
    page = client.get(HOME).content.decode()
    assert "Rated free by Freedom House" in page and "Agreement index, from 0 to 1" in page
    assert page.count("Invented Institute") == 2, "each figure names both releases"
    assert client.get(HOME, {"group": "league"})["Location"].endswith("/cohesion/league/")
    assert client.get(HOME, {"group": "nowhere"}).status_code == 404


def test_a_group_shows_figures_with_denominators_and_who_left_the_line(client: Client) -> None:
    assembly.roll_calls()
    assembly.league()
    page = client.get(f"{HOME}league/").content.decode()
    assert "over 8 of 8 roll calls" in page and "from 3 to 4" in page
    assert "1 of 26 votes that could have been cast" in page
    assert "A/RES/86/2" in page and "Invented Institute" in page
    assert "Elm" not in page, "who does not belong is not told"
    rights = client.get(f"{HOME}league/", {"issue": "hr", "since": "2032"}).content.decode()
    assert "of 2 roll calls" in rights
    for wrong in ({"issue": "weather"}, {"since": "soon"}, {"until": "1789"}, {"dataset": "none"}):
        answer = client.get(f"{HOME}league/", wrong)
        assert answer.status_code == 422 and f"“{next(iter(wrong.values()))}”" in answer.content.decode()
    nobody = client.get(f"{HOME}league/", {"since": "2040"}).content.decode()
    assert "None of its members could vote" in nobody


def test_without_absences_none_are_told(client: Client) -> None:
    assembly.roll_calls("unvotes", absences=False)
    assembly.league()
    page = client.get(f"{HOME}league/").content.decode()
    assert "not recorded in this dataset" in page


def test_a_roll_call_shows_who_left_the_line(client: Client) -> None:
    assembly.roll_calls()
    page = client.get(f"{HOME}all-members/3/").content.decode()
    assert "Dogwood" in page and "stood apart" in page and "Human rights" not in page
    assert "https://undocs.org/A/RES/86/3" in page
    assert client.get(f"{HOME}all-members/99/").status_code == 404


def test_a_country_and_a_pair(client: Client) -> None:
    assembly.roll_calls()
    assembly.league()
    ideal_points.path(roll_calls.needed(roll_calls.held())).unlink(missing_ok=True)
    answer = client.get(f"{HOME}with/AAX/")
    page = answer.content.decode()
    assert "Most often with" in page and "Birch" in page and "League" in page
    assert "are being computed" in page and "no-store" in answer["Cache-Control"]
    assert client.get(f"{HOME}with/AAX/", {"other": "BBX"})["Location"].endswith("/between/AAX/BBX/")
    assert client.get(f"{HOME}with/ZZX/").status_code == 404
    pair = client.get(f"{HOME}between/AAX/BBX/").content.decode()
    assert "Alder and Birch" in pair and "2031" in pair


def test_groups_have_their_names_in_the_readers_language(client: Client) -> None:
    assembly.roll_calls()
    place("league", "League", "group", names={"id": "Liga"})
    assembly.league()
    alder = places.country("AAX")
    page = client.get(f"/id{HOME}with/AAX/")
    assert "<bdi>Liga</bdi>" in page.content.decode()
    with override("id"):
        assert "<bdi>Liga</bdi>" in with_country(page.wsgi_request, place=alder)
    with override("ar"):
        assert "<bdi>League</bdi>" in with_country(page.wsgi_request, place=alder)


def test_points_are_shown_once_they_are_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ideal_points, "HIGHER", ("AAX",))
    monkeypatch.setattr(ideal_points, "LOWER", ("EEX",))
    assembly.roll_calls()
    held = roll_calls.needed(roll_calls.held())
    ideal_points.find(held)
    answer = client.get(f"{HOME}with/AAX/")
    assert "interval of 95" in answer.content.decode() and "no-store" not in answer["Cache-Control"]
    told = client.get("/api/v1/cohesion/countries/AAX/ideal-points").json()
    assert told["computed"] and [one["year"] for one in told["sessions"]] == [2031, 2032, 2033]
    ideal_points.path(held).unlink()


def test_what_stands_beside_a_country_and_a_region(client: Client) -> None:
    assembly.roll_calls()
    league = assembly.league()
    alder = places.country("AAX")
    request = client.get(HOME).wsgi_request
    country = with_country(request, place=alder)
    assert "Birch" in country and "League" in country and "Invented Institute" in country
    region = with_region(request, place=league, since=2032)
    assert "4 members" in region and "Invented Institute" in region
    assert with_region(request, place=league, since=2050) == ""
    assert with_country(request, place=Place(code="ZZX", name="Nowhere")) == ""


def test_files_hold_every_row_with_its_release(client: Client) -> None:
    assembly.roll_calls()
    assembly.league()
    whole = rows(client, f"{HOME}league.csv")
    assert [row["by"] for row in whole] == ["whole", *["session"] * 3, *["issue"] * 2]
    assert {row["release"] for row in whole} == {"unga-raw 2033"}
    assert [row["name"] for row in rows(client, f"{HOME}league/members.csv")] == [
        "Alder", "Birch", "Cedar", "Dogwood",
    ]  # fmt: skip
    assert [row["vote"] for row in rows(client, f"{HOME}league/3.csv")] == ["yes", "yes", "yes"]
    assert [row["year"] for row in rows(client, f"{HOME}between/AAX/BBX.csv")] == ["2031", "2032", "2033"]
    assert {row["code"] for row in rows(client, f"{HOME}with/AAX.csv")} == {"BBX", "CCX", "DDX", "EEX"}


def test_a_file_of_nothing_is_refused(client: Client) -> None:
    assert client.get(f"{HOME}all-members.csv").status_code == 404


def test_the_api_tells_the_same(client: Client) -> None:
    assembly.roll_calls()
    assembly.league()
    held = roll_calls.needed(roll_calls.held())
    ours = cohesion.cohesion(voting_groups.group("league"), held, cohesion.Asked(issue="hr"))
    told = client.get("/api/v1/cohesion/groups/league", {"issue": "hr"}).json()
    assert told["whole"]["agreement"] == round(ours.whole.agreement or 0, 6)
    assert len(told["sessions"]) == len(ours.sessions)
    assert "league" in {one["key"] for one in client.get("/api/v1/cohesion").json()}
    call = client.get("/api/v1/cohesion/groups/league/3").json()
    assert {one["vote"] for one in call["positions"]} == {"yes"}
    near = client.get("/api/v1/cohesion/countries/AAX").json()
    assert near["year"] == 2033 and len(near["others"]) == 4
    pair = client.get("/api/v1/cohesion/countries/AAX/BBX").json()
    assert [one["both"] for one in pair["sessions"]] == [3, 3, 1]
    missing = client.get("/api/v1/cohesion/countries/AAX", {"year": 1946})
    assert missing.status_code == 404 and "No votes of" in missing.json()["detail"]


@pytest.mark.parametrize(("path", "count"), [("league/", 9), ("with/AAX/", 12)])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, count: int
) -> None:
    assembly.roll_calls()
    league = assembly.league()
    client.get(HOME + path)
    with django_assert_num_queries(count):
        client.get(HOME + path)

    with guard.writing("test"):
        for code in ("EEX", place("FFX").code):
            Membership.objects.create(group=league, member=Place.objects.get(code=code))
    with django_assert_num_queries(count):
        client.get(HOME + path)


def test_letters_make_the_votes_they_stand_for() -> None:
    assert lettered(("YAN-. ",)).codes.tolist() == [[1, 2, 3, 8, 9, 0]]


def test_points_as_json_are_numbers(client: Client) -> None:
    assembly.roll_calls()
    answer = client.get(f"{HOME}between/AAX/BBX.json")
    told = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert isinstance(told[0]["agreement"], (int, float))
