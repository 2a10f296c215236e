"""Episodes over the API, in step with the pages and open to everyone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.queries.agreement import count
from tests.observatory.episodes.invented import loaded

pytestmark = pytest.mark.django_db


def got(client: Client, address: str, status: int = 200, **asked: Any) -> Any:
    """The answer of an address."""
    answer = client.get(f"/api/v1{address}", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_without_figures_it_says_so(client: Client) -> None:
    assert "No figures are loaded" in got(client, "/episodes", 404)["detail"]


def test_episodes_with_their_thresholds(client: Client) -> None:
    loaded()
    told = got(client, "/episodes")
    assert [row["episode"] for row in told["items"]] == ["BBX_2027_2030", "AAX_2021_2024"]
    assert told["parameters"]["cum_incl"] == 0.1 and not told["exact"]
    assert got(client, "/episodes", cum_incl=0.3)["total"] == 0
    assert got(client, "/episodes", kind="dem", state="past")["total"] == 1
    assert got(client, "/episodes", 422, tolerance=0)
    assert got(client, "/episodes", 404, release="ert none")


def test_figures_that_are_worked_out_bear_no_digits_of_their_own(client: Client) -> None:
    loaded(AAX=[0.3, 0.3, 0.3, 0.316, 0.35, 0.42, 0.49, 0.49, 0.49, 0.49, 0.49, 0.49])
    assert 0.316 - 0.3 != 0.016, "as floating point has it"
    listed = client.get("/api/v1/episodes")
    assert b'"tolerance": 5}' in listed.content
    row = next(one for one in listed.json()["items"] if one["place"] == "AAX")
    story = client.get(f"/api/v1/episodes/AAX/{row['start']}").content.decode()
    assert '"limit": 0.016}' in story and not re.search(r"\.\d{7}", story)


def test_one_episode_with_what_decided_it(client: Client) -> None:
    release = loaded("a1")
    loaded("a2", AAX=[0.2] * 12)
    told = got(client, "/episodes/AAX/2021", release="ert a1")
    assert told["agreement"] is None
    assert told["releases"] == [
        {"release": "ert a1", "episodes": ["AAX_2021_2024"]}, {"release": "ert a2", "episodes": []},
    ]  # fmt: skip
    assert [limit["name"] for limit in told["limits"]] == ["start_incl", "cum_incl"]
    count(release, Errors.COMMON)
    drawn = got(client, "/episodes/AAX/2021", release="ert a1")["agreement"]
    assert [one["errors"] for one in drawn] == ["common"] and 0 < drawn[0]["exists"] <= 1
    assert got(client, "/episodes/AAX/2020", 404)
