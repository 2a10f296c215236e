"""The observatory's own pages: what they say follows from the figures, and each names its release."""

from __future__ import annotations

import gzip
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from koinon.observatory.queries import observations, world
from tests.factories.observatory import place
from tests.observatory.world import worlds

pytestmark = pytest.mark.django_db
EMBED = "/observatory/embed/"
PLACE = "/observatory/places/THA/"


@pytest.fixture
def loaded() -> None:
    worlds.region()
    place(worlds.FORMER, "Soviet Union")
    worlds.measured()
    worlds.rated()


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/observatory/", "/observatory/compare/?places=THA", "/observatory/method/", "/observatory/places/"],
)
def test_without_a_dataset_the_pages_say_so(client: Client, address: str) -> None:
    place("THA")
    said = text(client, address)
    assert "No dataset is loaded here yet" in said or address.endswith("places/")
    assert "<figure" not in said


def test_the_world_says_who_moved_beyond_the_intervals(client: Client, loaded: None) -> None:
    said = text(client, "/observatory/?show=vdem/v2x_polyarchy&over=10")
    assert "the figure of 1 of 4 places rose beyond the published intervals, and that of 1 fell" in said
    assert "vdem" in said and "Invented Institute" in said
    assert "1 unit of the dataset is no place of the directory and stands on no map: Zanzibar." in said


def test_a_region_counts_with_denominators(client: Client, loaded: None) -> None:
    said = text(client, "/observatory/regions/halcyon-coast/?since=2013&indicator=vdem/v2x_polyarchy")
    assert (
        "Of 3 members 3 have figures in both years: 1 stand better, 1 worse, and of 1 one cannot say" in said
    )
    assert said.count("yes: it may not have changed") == 1
    assert said.count("no: it changed") == 2
    rated = text(client, "/observatory/regions/halcyon-coast/?since=2013&indicator=fiw/pr")
    assert rated.count("none are published") == 3
    assert "1 stand better, 1 worse" in rated, "where low is good, a fall is for the better"


def test_a_country_shows_every_dataset_with_its_release(client: Client, loaded: None) -> None:
    said = text(client, "/observatory/places/THA/")
    assert "0.74 (0.69–0.79)" in said
    assert "Electoral democracy index" in said and "Political rights" in said
    assert said.count('class="data-source') >= 2
    assert client.get("/observatory/places/nobody/").status_code == 404


def test_names_and_titles_of_others_are_words(client: Client) -> None:
    place("XAA", worlds.HOSTILE)
    worlds.measured(rows=worlds.index(["XAA"]), version="<b>v1</b>")
    for address in ("/observatory/", "/observatory/places/XAA/", "/observatory/compare/?places=XAA"):
        said = text(client, address)
        assert "<script>alert" not in said and "<b>v1</b>" not in said
        assert escape(worlds.HOSTILE) in said


def test_a_comparison_knows_codes_and_names_and_tells_what_it_does_not(client: Client, loaded: None) -> None:
    said = text(
        client, "/observatory/compare/?places=THA&places=phl&places=Nowhere&indicator=vdem/v2x_polyarchy"
    )
    assert "<bdi>Nowhere</bdi>" in said
    assert said.count("<figure") == 1
    by = text(client, "/observatory/compare/?places=THA&by=datasets")
    assert "levels cannot" in by


def test_releases_stand_side_by_side(client: Client, loaded: None) -> None:
    worlds.measured("v14", worlds.index(add=0.2))
    said = text(client, "/observatory/indicators/vdem/v2x_polyarchy/")
    assert "differs from" in said and "3 of 3 places" in said
    both = text(client, "/observatory/compare/?places=THA&by=releases&indicator=vdem/v2x_polyarchy")
    assert "v14" in both and "v15" in both


@pytest.mark.parametrize(
    "address",
    [EMBED, "/observatory/places/THA/vdem/v2x_polyarchy/embed/", "/observatory/regions/halcyon-coast/embed/"],
)
def test_only_what_is_for_embedding_may_be_framed(client: Client, loaded: None, address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "X-Frame-Options" not in response
    assert not response.cookies
    said = response.content.decode()
    assert "<script" not in said and "<form" not in said
    assert "Source:" in said and "v15" in said
    page = client.get("/observatory/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"


def test_a_chart_is_taken_along_as_drawing_and_rows(client: Client, loaded: None) -> None:
    drawing = client.get("/observatory/chart.svg?show=vdem/v2x_polyarchy")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "Source: vdem v15, Invented Institute" in drawing.content.decode()
    rows = b"".join(client.get("/observatory/chart.csv?show=vdem/v2x_polyarchy").streaming_content).decode()
    assert "THA,Tha,2024,0.74,0.69,0.79,,v2x_polyarchy,vdem,v15,Invented Institute,CC0" in rows
    assert client.get("/observatory/compare/chart.svg").status_code == 404


def test_a_map_is_an_image_whose_places_lead_on_where_it_stands_by_itself(
    client: Client, loaded: None
) -> None:
    page = client.get("/observatory/").content.decode()
    address = re.search(r'<img src="([^"]+)"', page)
    assert address and f'<th scope="row"><a href="{PLACE}">' in page
    bare = client.get(html.unescape(address[1])).content.decode()
    assert PLACE in bare and "prefers-color-scheme:dark" in bare and "Source:" not in bare
    assert PLACE not in client.get("/observatory/chart.svg?show=vdem/v2x_polyarchy").content.decode()


def test_the_api_gives_series_and_moves(client: Client, loaded: None) -> None:
    series = client.get("/api/v1/places/THA/observations?indicator=vdem/v2x_polyarchy&since=2024").json()
    assert [(one["year"], one["value"]) for one in series["items"]] == [(2024, pytest.approx(0.74))]
    moves = client.get("/api/v1/indicators/vdem/v2x_polyarchy/moves?since=2014").json()
    assert {one["place"]: one["beyond"] for one in moves["items"]} == {
        "THA": True, "PHL": True, "IDN": False, "SUN": False,
    }  # fmt: skip
    assert client.get("/api/v1/indicators").json()["items"]


def test_units_without_a_place_are_kept_and_told_and_gaps_stay(loaded: None) -> None:
    one = world.indicator("vdem", "v2x_polyarchy")
    assert observations.without_place(one.release, one, 2024) == [worlds.NO_PLACE]
    assert 2012 not in [f.year for f in observations.series(one.release, one, worlds.RISES)]
    assert observations.last_covered(one.release, one) == 2024


def test_moves_are_those_of_a_plain_reading(loaded: None) -> None:
    one = world.indicator("vdem", "v2x_polyarchy")
    rows: dict[tuple[str, int], Any] = {(r["place"], r["year"]): r for r in worlds.index()}
    for move in observations.moves(one.release, one, 2014, 2024):
        if move.place == worlds.FORMER:
            continue
        first, last = rows[move.place, 2014], rows[move.place, 2024]
        assert move.change == pytest.approx(last["v2x_polyarchy"] - first["v2x_polyarchy"])
        apart = (
            last["v2x_polyarchy_codelow"] > first["v2x_polyarchy_codehigh"]
            or last["v2x_polyarchy_codehigh"] < first["v2x_polyarchy_codelow"]
        )
        assert move.beyond is apart


def test_pages_are_light_and_ask_as_often_for_one_place_as_for_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    worlds.region(members=("THA",))
    worlds.measured(rows=worlds.index(["THA"]))
    address = "/observatory/compare/?places=THA"
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    worlds.region()
    worlds.measured("v16", worlds.index())
    client.get(address)
    with django_assert_num_queries(5):
        client.get(f"{address}&places=PHL&places=IDN")
    for page in ("/observatory/", "/observatory/places/THA/", "/observatory/indicators/vdem/v2x_polyarchy/"):
        assert len(gzip.compress(text(client, page).encode())) < 100_000


def test_a_region_of_many_lists_some_at_a_time_and_folds_its_chart(client: Client) -> None:
    codes = [f"X{n:02}" for n in range(22)]
    worlds.region(members=(*codes, worlds.FALLS))
    worlds.measured(rows=worlds.index([*codes, worlds.FALLS]))
    base = "/observatory/regions/halcyon-coast/?since=2013"
    rows = '<th scope="row"><a href="/observatory/places/'
    first, second = text(client, base), text(client, f"{base}&page=2")
    assert (first.count(rows), second.count(rows)) == (20, 3)
    assert first.index("places/PHL/") < first.index("places/X00/"), "who fell most stands first"
    assert "page=2#sure" in first and "How much 23 countries changed, in one chart" in first
    assert text(client, f"{base}&show=worse").count(rows) == 1
    counts = [int(n) for n in re.findall(r'class="count">(\d+)<', first)]
    assert counts == [23, 1, 22]
    assert text(client, f"{base}&show=unsure").count(rows) == 0
    assert client.get(f"{base}&show=nonsense").status_code == 422


def test_a_region_is_found_by_its_name_in_the_readers_language(client: Client) -> None:
    place("halcyon-coast", "Halcyon Coast", "region", names={"id": "Pantai Teduh"})
    worlds.region()
    assert "halcyon-coast" in text(client, "/id/observatory/places/?q=teduh")
    assert "halcyon-coast" not in text(client, "/observatory/places/?q=teduh")


def test_a_small_region_stands_on_one_page(client: Client, loaded: None) -> None:
    said = text(client, "/observatory/regions/halcyon-coast/?since=2013")
    assert "in one chart" not in said and 'class="pager"' not in said


@pytest.mark.parametrize("address", [PLACE, "/observatory/regions/halcyon-coast/"])
def test_a_long_page_leads_to_each_of_its_sections(client: Client, loaded: None, address: str) -> None:
    said = text(client, address)
    at_the_top = said.split('aria-label="On this page"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([\w-]+)"', at_the_top)
    assert "alerts" in anchors and len(anchors) > 2
    assert all(said.count(f'id="{anchor}"') == 1 for anchor in anchors)
