"""`koinon observatory figures`: what a terminal is told of an indicator, with its source."""

from __future__ import annotations

import csv
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.commands.observatory import observatory
from tests.factories.observatory import release
from tests.observatory.world import worlds

pytestmark = pytest.mark.django_db


def run(*words: str) -> Any:
    return CliRunner().invoke(observatory, ["figures", *words], obj=nullcontext)


def test_figures_with_intervals_and_their_source() -> None:
    worlds.region()
    worlds.measured()
    ran = run("vdem/v2x_polyarchy", "--place", "tha", "--place", "PHL", "--since", "2023")
    assert ran.exit_code == 0, ran.output
    rows = list(csv.DictReader(ran.stdout.splitlines()))
    assert [(row["place"], row["year"]) for row in rows] == [
        ("THA", "2023"), ("THA", "2024"), ("PHL", "2023"), ("PHL", "2024"),
    ]  # fmt: skip
    assert {row["publisher"] for row in rows} == {"Invented Institute"}
    assert float(rows[1]["value"]) == pytest.approx(0.74) and float(rows[1]["low"]) == pytest.approx(0.69)
    assert "4 figures of Electoral democracy index. Source: vdem v15, Invented Institute" in ran.stderr
    assert "Licence: CC0. Loaded on 2031-05-01." in ran.stderr


def test_the_api_tells_the_same(client: Client) -> None:
    worlds.region()
    worlds.measured()
    told = json.loads(run("vdem/v2x_polyarchy", "--place", "THA", "--json").stdout)
    asked = {"indicator": "vdem/v2x_polyarchy"}
    items = client.get("/api/v1/places/THA/observations", asked).json()["items"]
    names = ("year", "value", "low", "high", "indicator", "dataset", "version")
    assert [{name: row[name] for name in names} for row in told["figures"]] == items
    assert told["source"]["release"] == "vdem v15" and told["indicator"] == "vdem/v2x_polyarchy"


def test_all_places_of_an_older_release_go_into_a_file(tmp_path: Path) -> None:
    worlds.region()
    worlds.measured("v14", worlds.index((worlds.FALLS, worlds.NO_PLACE), add=-0.4))
    worlds.measured("v15")
    out = tmp_path / "out.csv"
    ran = run("vdem/v2x_polyarchy", "--version", "v14", "--since", "2024", "--out", str(out), "--json")
    assert json.loads(ran.stdout)["figures"] == 1 and json.loads(ran.stdout)["source"]["version"] == "v14"
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["place"], row["version"]) for row in rows] == [("PHL", "v14")]
    assert float(rows[0]["value"]) < 0, "a figure below zero stays a figure"


def test_a_rating_has_no_interval() -> None:
    worlds.region()
    worlds.rated()
    rows = list(csv.DictReader(run("fiw/pr", "--place", "IDN", "--since", "2024").stdout.splitlines()))
    assert [(row["value"], row["low"], row["high"]) for row in rows] == [("4.0", "", "")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("v2x_polyarchy",), "name it as dataset/key"),
        (("vdem/none",), "no such indicator"),
        (("wgi/va",), "No release of the dataset wgi is loaded here"),
        (("vdem/v2x_polyarchy", "--version", "v1"), "no such release"),
        (("vdem/v2x_polyarchy", "--place", "ZZZ"), "no country or territory"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_written(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    worlds.region()
    worlds.measured()
    out = tmp_path / "out.csv"
    out.write_text("before", "utf-8")
    ran = run(*words, "--out", str(out))
    assert isinstance(ran.exception, (NotFound, Refused)) and said in str(ran.exception)
    assert out.read_text("utf-8") == "before"


def test_figures_cost_the_same_for_one_place_and_for_three(django_assert_num_queries: Any) -> None:
    worlds.region()
    release("vdem", "v15", worlds.index(), indicators=[worlds.INDEX])
    for places in (worlds.RISES,), (worlds.RISES, worlds.FALLS, worlds.WAVERS):
        words = [word for one in places for word in ("--place", one)]
        with django_assert_num_queries(QUERIES):
            assert run("vdem/v2x_polyarchy", *words).exit_code == 0


QUERIES = 4  # the release, the indicator, the places, and their names
