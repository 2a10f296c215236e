"""Dates from a terminal."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.register.actions import following
from koinon.register.commands.register import register
from koinon.register.models import Expectation, Policy
from tests.factories.register import DAY, document, provision

pytestmark = pytest.mark.django_db

DATES = """
kinds = ["recommendation"]
answer_days = 90
grace_days = 14
time_zone = "Asia/Jakarta"
weekend = [6, 7]
holidays = [2031-08-17]
steps = [{ days = -30, to = "focal-point" }, { days = 60, to = "public" }]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dates.toml"
    path.write_text(DATES)
    one = provision(document("harbour", "Ban it."), "Ban it.", addressees=["Ardenia", "Belmora"])
    with guard.writing("test"):
        following.open_follow_ups([one.pk], DAY)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register, ("policy", *arguments), obj=nullcontext)


def test_dates_are_looked_at_set_and_shown(file: Path) -> None:
    looked = json.loads(run("preview", str(file), "--reaches-back", "--json").stdout)
    assert [(d["document"], d["after"], d["count"]) for d in looked["dates"]] == [
        ("harbour", "2031-08-03", 2)
    ]
    assert "answer  – → 2031-08-03" in run("preview", str(file), "--reaches-back").stdout
    given = ("set", str(file), "--reaches-back", "--reason", "Agreed.", "--seen", looked["fingerprint"])
    assert "version 1 (in force): answer in 90 days. Agreed." in run(*given).stdout
    assert Expectation.objects.count() == 2
    (shown,) = json.loads(run("show", "--json").stdout)
    assert (shown["time_zone"], shown["holidays"], shown["in_force"]) == (
        "Asia/Jakarta",
        ["2031-08-17"],
        True,
    )
    assert "partnership  version 1" in run("show").stdout


def test_dates_of_what_is_published_are_not_moved_unseen(file: Path) -> None:
    refused = run("set", str(file), "--reaches-back", "--reason", "Agreed.")
    assert isinstance(refused.exception, Refused)
    assert not Policy.objects.exists()
    made = run("set", str(file), "--document", "harbour", "--reason", "Agreed.", "--json")
    assert json.loads(made.stdout)["document"] == "harbour"
    assert not Expectation.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("= 1", "file"), ("answer_days = 'soon'", "value"), ("a = 1", "field")]
)
def test_a_file_that_cannot_be_read_is_refused(file: Path, text: str, code: str) -> None:
    file.write_text(text)
    refusal = run("preview", str(file)).exception
    assert isinstance(refusal, Refused)
    assert refusal.code == f"register.policy.{code}"
