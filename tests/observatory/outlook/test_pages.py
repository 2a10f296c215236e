"""What everyone reads of the outlook: figures, base rates, the record; never a ranking."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koinon.observatory.pages.outlooks import of_country
from koinon.observatory.queries.outlook_words import chance, class_words
from tests.factories.observatory import place, release
from tests.factories.people import person
from tests.observatory.outlook.examples_outlook import stands

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query) -> str:
    answer = client.get(reverse(f"observatory:{name}", args=args), query)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_the_list_stands_by_name_with_base_rate_and_record(client):
    stands()
    told = page(client, "outlooks")

    assert told.index("Kenya") < told.index("Namibia")  # 5 % before 61 %: by name
    assert "5\u202f%" in told and "61\u202f%" in told
    assert "15 (7\u202f%)" in told and "214" in told
    assert "In all places and years before, it came in 5\u202f% of cases" in told
    assert "2031 or 2032" in told


def test_a_place_is_found_in_the_list_by_its_name(client):
    stands()
    told = page(client, "outlooks", q="namib")

    assert "Namibia" in told and "Kenya" not in told
    assert "In all places and years before, it came in 5\u202f% of cases" in told
    assert "No place among them is called “nowhere”." in page(client, "outlooks", q="nowhere")


def test_without_an_outlook_pages_say_what_is_missing(client):
    place("KEN", "Kenya")
    for name, args in (("outlooks", ()), ("outlook", ("KEN",)), ("outlook_model", ())):
        assert "koinon observatory load part-features FILE" in page(client, name, *args)


def test_figures_that_are_loaded_but_not_worked_on_are_told_apart(client):
    release("part-features", "v12", [{"place": "KEN", "year": 2020}])
    assert "No outlook has been made yet" in page(client, "outlooks")


def test_one_place_over_time(client):
    release("part-features", "v12", [{"place": "KEN", "year": 2020}])
    stands()
    told = page(client, "outlook", "KEN")

    assert "2028–2029" in told and ">yes<" in told and "not known yet" in told
    assert "214 country-years were given such a figure, and 15 of them (7\u202f%)" in told
    assert "Invented Institute" in told  # the source


def test_a_figure_above_every_tested_one_has_no_record(client):
    stands()
    assert "there is no record to say how often it is right" in page(client, "outlook", "NAM")


def test_the_card_tells_test_calibration_leak_and_limits(client):
    stands()
    told = page(client, "outlook_model")

    for said in (
        "0.791",
        "0.288",
        "0.0480",
        "0.864",
        "0.841",
        "0.395",
        "0.0455",
        "Not to decide on a country",
    ):
        assert said in told, said
    assert "13\u202f% of the Brier score" in told  # the skill
    assert "<svg" in told and "Elections" in told
    assert "extra trees of derived figures, leaves of 5" in told  # what was tried
    assert "favourable changes" in page(client, "outlook_model", direction="favourable").lower()


def test_the_card_says_on_which_cases_each_test_rests(client):
    stands()
    told = page(client, "outlook_model")
    assert "was tested on 400 country-years, of which it came in 20, the published one on " in told
    assert "docs/explanation/outlook.md" in told
    rows = told.split('id="protocols"')[1].split("</table>")[0].split("</tr>")[1:-1]
    cases = [[int(n.replace(",", "")) for n in re.findall(r">([\d,]+)</td>", row)[:2]] for row in rows]
    assert cases == [[400, 20], [400, 20], [1690, 98]]
    assert "The rows rest on different cases" not in page(client, "outlook_model", direction="favourable")


def test_the_card_of_a_replaced_outlook_says_so(client):
    stands()
    stands("2030-bbbbbbbb")
    assert "Outlook 2030-abcdef01 was replaced on 1 June 2031" in page(client, "outlook_run", "2030-abcdef01")
    assert "was replaced on" not in page(client, "outlook_model")
    assert client.get(reverse("observatory:outlook_run", args=["none"])).status_code == 404


def test_the_section_of_a_country(rf):
    stands()
    request = rf.get("/")
    kenya = re.sub(r"[ \n]+", " ", of_country(request, place=place("KEN")))
    elsewhere = of_country(request, place=place("PER", "Peru"))

    assert "<strong>5\u202f%</strong> that the class of its regime drops in 2031 or 2032" in kenya
    assert "15 of them (7\u202f%) saw an adverse change" in kenya
    assert "no verdict" in kenya
    assert "do not cover it" in elsewhere and "%" not in elsewhere


def test_files_hold_every_forecast_with_its_record(client):
    stands()
    answer = client.get(reverse("observatory:outlooks-csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert len(rows) == 4
    kenya = next(row for row in rows if row["place"] == "KEN" and row["direction"] == "adverse")
    assert (kenya["from"], kenya["to"], kenya["such_came"], kenya["sources"]) == (
        "2031", "2032", "15", "part-features v12",
    )  # fmt: skip


def test_lists_ask_the_database_as_often_for_two_places_as_for_one(client):
    stands()
    counts = []
    for direction in ("favourable", "adverse"):  # one place, two places
        with CaptureQueriesContext(connection) as asked:
            page(client, "outlooks", direction=direction)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_api_gives_forecasts_and_runs(client):
    stands()
    told = client.get("/api/v1/outlooks?place=KEN&direction=adverse").json()
    assert [(one["year"], one["such_forecasts"], one["came"]) for one in told["items"]] == [
        (2030, 214, None), (2027, 186, True),
    ]  # fmt: skip
    runs = client.get("/api/v1/outlooks/runs").json()
    assert runs["items"][0]["tests"]["adverse"]["measures"]["outlook"]["ap"] == 0.288


def test_only_who_keeps_the_figures_has_it_made(client):
    release("part-features", "v12", [{"place": "KEN", "year": 2020}])
    address = reverse("observatory:make_outlook")
    client.force_login(person("Visitor", role="observer"))
    assert client.post(address).status_code == 403
    client.force_login(person("Ana", role="analyst"))
    assert client.post(address).status_code == 302
    assert "Make it now" in page(client, "outlook_desk")


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.0361, "4\u202f%"), (0.0049, "under 0.5\u202f%"), (0.0, "0\u202f%"), (0.6, "60\u202f%"), (None, "–")],
)
def test_chances_are_said_in_whole_per_cent(probability, said):
    assert chance(probability) == said


def test_classes_of_figures_in_words():
    said = [class_words({"low": a, "high": b}) for a, b in ((0.0, 0.01), (0.05, 0.1), (0.4, 1.0))]
    assert said == ["under 1\u202f%", "5\u202f% to 10\u202f%", "40\u202f% or more"]
