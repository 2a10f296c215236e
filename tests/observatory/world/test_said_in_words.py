"""No page of the observatory prints what a program keeps: texts in several languages are told in one."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.house.routes import World, routes
from tests.observatory.standing.worlds import episodes, ratings

pytestmark = pytest.mark.django_db
KEPT = re.compile(r"\{'|<koinon\.| object at 0x|__proxy__|<Truth\.")
MORE = (
    "?show=standing/free-or-partly-free&year=2024",
    "?show=standing/no-disruption-no-erosion&year=2024",
    "?show=episodes",
)


@pytest.mark.parametrize("prefix", ["", "fr/"])
def test_no_public_page_prints_a_dictionary(client: Client, prefix: str) -> None:
    world = World()
    ratings("2099")
    episodes("v99")
    own = [pattern for name, pattern in routes() if name.startswith("observatory:")]
    addresses = ["/" + prefix + world.address(pattern).removeprefix("/") for pattern in own]
    addresses += [
        f"/{prefix}observatory/{place}{more}" for more in MORE for place in ("", "embed/", "chart.svg")
    ]
    opened = 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith(("text/html", "image/svg")):
            continue
        opened += 1
        found = KEPT.search(html.unescape(answer.content.decode()))
        assert found is None, f"{address}: {found.string[found.start() - 80 : found.end() + 80]}"
    assert opened > 40, opened


def test_the_map_of_a_standing_is_titled_in_the_language_of_the_reader(client: Client) -> None:
    ratings()
    episodes()
    address = "/observatory/embed/?show=standing/free-or-partly-free&year=2024"
    assert "Free or at least partly free, 2024" in client.get(address).content.decode()
    assert "Free or at least partly free, 2024" not in client.get(f"/fr{address}").content.decode()
    read_as = client.get(f"{address.replace('&', ':electoral-democracy&')}").content.decode()
    assert "Free or at least partly free, read as: " in read_as
