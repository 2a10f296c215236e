"""`koinon observatory flashpoints | approaches`: what anybody may see, and nothing else."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from koinon.kernel.refusals import NotFound
from koinon.observatory.commands import ahead
from koinon.observatory.commands.observatory import observatory
from koinon.observatory.models import ApproachLine, Flashpoint
from tests.observatory.incidents.examples_incidents import flashpoint, line, place
from tests.observatory.world import worlds

pytestmark = pytest.mark.django_db
SECRET = "Quiet talks through the envoy of Dunmere"
SITE = ("--site", "http://testserver/", "--json")


def run(*words: str) -> Any:
    return CliRunner().invoke(observatory, words, obj=nullcontext)


def test_what_lies_ahead_is_told_as_the_api_tells_it(client: Client) -> None:
    flashpoint(on=date(2999, 8, 1))
    flashpoint(on=date(2999, 5, 1), title="Sunset of \x1b[31mthe emergency law", kind="sunset")
    told = json.loads(run("flashpoints", *SITE).stdout)
    assert told == client.get("/api/v1/flashpoints").json()["items"]
    assert [one["on"] for one in told] == ["2999-05-01", "2999-08-01"]
    ran = run("flashpoints")
    assert "2999-08-01\tKen\telection\tGeneral election\tElectoral commission" in ran.stdout
    assert "\x1b" not in ran.stdout and ran.stderr == "2 in all.\n"


def test_what_lies_ahead_is_narrowed() -> None:
    worlds.region()
    flashpoint(on=date(2999, 8, 1))
    flashpoint(on=date(2999, 9, 1), place=place("THA"), kind="bill", title="A bill")
    for words, titles in (
        (("--place", "ken"), ["General election"]),
        (("--region", "halcyon-coast"), ["A bill"]),
        (("--kind", "bill"), ["A bill"]),
        (("--until", "2999-08-15"), ["General election"]),
    ):
        told = json.loads(run("flashpoints", "--json", *words).stdout)
        assert [one["title"] for one in told] == titles
    for words in (("--place", "ZZZ"), ("--region", "nowhere")):
        assert isinstance(run("flashpoints", *words).exception, NotFound)
    assert run("flashpoints", "--kind", "party").exit_code == 2


def test_the_kinds_are_those_that_are_kept() -> None:
    assert list(ahead.KINDS) == Flashpoint.Kind.values
    assert set(ApproachLine.Kind.values) == {"line", "opening"}


def test_approaches_are_those_that_everyone_may_read(client: Client) -> None:
    line(text="No visit while anyone is held.", restricted=False)
    line(text=SECRET, kind="opening")
    told = json.loads(run("approaches", *SITE).stdout)
    answered = client.get("/api/v1/approaches").json()["items"]
    assert [one["key"] for one in told] == [one["key"] for one in answered] and len(told) == 1
    assert told[0]["url"] == answered[0]["url"] and told[0]["sources"]
    ran = run("approaches")
    assert "Ken\tline\t2031-01-01 –\tNo visit while anyone is held." in ran.stdout
    for words in ((), ("--place", "KEN"), ("--kind", "opening"), ("--json",)):
        ran = run("approaches", *words)
        assert ran.exit_code == 0 and SECRET not in ran.output
    assert run("approaches", "--kind", "opening").stderr == "0 in all.\n"


@pytest.mark.parametrize("command", ["flashpoints", "approaches"])
def test_a_list_costs_the_same_at_one_and_at_three(command: str, django_assert_num_queries: Any) -> None:
    for day in (1, 2, 3):
        flashpoint(on=date(2999, 8, day))
        line(text=f"Line {day}", restricted=False)
        if day != 2:
            with django_assert_num_queries(QUERIES[command]):
                assert run(command).stderr == f"{day} in all.\n"


QUERIES = {"flashpoints": 2, "approaches": 1}  # what is kept here, and what the register watches
