"""Peer reviews from a terminal."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.register.commands.register import register
from koinon.register.models import Cycle
from tests.register.reviews import cycles as made

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register, ("review", *arguments), obj=nullcontext)


def test_a_record_is_computed_again_and_a_touched_one_found_out(tmp_path: Path) -> None:
    record, file = made.drawn().record, tmp_path / "draw.json"
    file.write_text(json.dumps(record), "utf-8")
    whole = run("recompute", str(file))
    assert whole.exit_code == 0 and "5 parties, " in whole.stdout
    file.write_text(json.dumps({**record, "order": record["order"][::-1]}), "utf-8")
    touched = run("recompute", str(file))
    assert touched.exit_code == 1 and "order differs from what the seed gives." in touched.stderr
    told = json.loads(run("recompute", str(file), "--json").stdout)
    assert told == {"record": "draw.json", "faults": ["order differs from what the seed gives."]}


def test_an_order_of_speakers_is_computed_again_from_the_file_that_the_page_offers(tmp_path: Path) -> None:
    cycle = made.drawn(speaking=made.BY_LOT)
    review = made.listing(made.first(cycle))
    address = f"{review.get_absolute_url()}speakers.json"
    assert Client().get(address).status_code == 404
    made.listed(review, made.other(review), made.third(review))
    made.ordered(review)
    page = Client().get(review.get_absolute_url()).content.decode()
    assert address in page and "nobody chose anything" in page
    file = tmp_path / "speakers.json"
    file.write_bytes(Client().get(address).content)
    whole = run("recompute", str(file))
    assert whole.exit_code == 0 and cycle.record["digest"] in whole.stdout and cycle.seed in whole.stdout
    told = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**told, "order": told["order"][::-1]}), "utf-8")
    touched = run("recompute", str(file))
    assert touched.exit_code == 1 and "order differs from what the seed gives." in touched.stderr


@pytest.mark.parametrize("text", ["", "[1]", '{"version": 1}', "\ufeff{"])
def test_what_is_no_record_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "draw.json"
    file.write_text(text, "utf-8")
    outcome = run("recompute", str(file))
    assert outcome.exit_code == 1 and outcome.stderr.strip() and "Traceback" not in outcome.stderr


def test_cycles_and_their_reviews_are_listed(tmp_path: Path) -> None:
    cycle = made.drawn()
    made.prepared()
    assert [row["key"] for row in json.loads(run("list", "--json").stdout)] == [cycle.key]
    rows = json.loads(run("list", cycle.key, "--json").stdout)
    assert [row["party"] for row in rows] == cycle.record["order"] and rows[0]["stage"] == "summary"
    assert rows[0]["party"] in run("list", cycle.key).stdout


def test_whoever_runs_cycles_enters_the_seed() -> None:
    cycle = made.fixed()
    email = made.officer().email
    early = run("draw", cycle.key, "4 8 15", "--by", email)
    assert isinstance(early.exception, Refused) and "cannot be entered before" in str(early.exception)
    stranger = made.delegate(made.party("fjordal", "Fjordal")).email
    assert isinstance(run("draw", cycle.key, "4", "--by", stranger).exception, NotPermitted)
    assert "Nobody signs in" in str(run("draw", cycle.key, "4", "--by", "no@example.org").exception)
    assert Cycle.objects.get().state == "fixed"
