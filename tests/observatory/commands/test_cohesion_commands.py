"""`koinon observatory agreements | ideal-points | cohesion`: tables from files; what a refusal leaves."""

from __future__ import annotations

import csv
import json
import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.kernel.refusals import Refused
from koinon.observatory.commands.observatory import observatory
from tests.observatory.cohesion import assembly

LINES = ["rcid,session,vote,ccode", "1,1,1,2", "1,1,3,365", "1,1,2,20", "2,1,1,2", "2,1,3,365", "2,1,8,20"]


def votes(folder: Path, *more: str) -> Path:
    file = folder / "votes.csv"
    file.write_text("\n".join([*LINES, *more]) + "\n", encoding="utf-8")
    return file


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_pair_is_written_once(tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    ran = CliRunner().invoke(
        observatory,
        ["agreements", str(votes(tmp_path)), "--out", str(out), "--absences", "disagree", "--json"],
    )
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stderr) == {"votes": 6, "roll_calls": 2, "pairs": 3}
    assert {(row["one"], row["other"]): float(row["agreement"]) for row in table(out)} == {
        ("2", "20"): 0.25, ("2", "365"): 0.0, ("20", "365"): 0.25,
    }  # fmt: skip


def test_points_are_written_with_their_errors(tmp_path: Path) -> None:
    out = tmp_path / "points.csv"
    ran = CliRunner().invoke(observatory, ["ideal-points", str(votes(tmp_path)), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    found = {row["unit"]: float(row["point"]) for row in table(out)}
    assert found["2"] > found["20"] > found["365"]
    assert all(float(row["error"]) > 0 for row in table(out))


def test_a_refusal_leaves_what_stood_there(tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    out.write_text("before", encoding="utf-8")
    ran = CliRunner().invoke(observatory, ["agreements", str(votes(tmp_path, "2,1,7,31")), "--out", str(out)])
    assert isinstance(ran.exception, Refused) and "the vote is 7" in str(ran.exception)
    assert out.read_text(encoding="utf-8") == "before"


@pytest.mark.django_db
def test_a_group_is_told_in_the_terminal_and_as_json() -> None:
    assembly.roll_calls()
    assembly.league()
    run = CliRunner()
    ran = run.invoke(observatory, ["cohesion", "league", "--by", "issue"], obj=nullcontext)
    assert ran.exit_code == 0, ran.output
    assert "League, unga-raw 2033" in ran.output and "8 roll calls  4 members  1 of 26 absent" in ran.output
    ran = run.invoke(observatory, ["cohesion", "league", "--from", "2033", "--json"], obj=nullcontext)
    told = json.loads(ran.output)
    assert told["whole"]["roll_calls"] == 2 and len(told["members"]) == 4


@pytest.mark.django_db
def test_absences_that_are_not_recorded_are_not_counted_as_none() -> None:
    assembly.roll_calls("unvotes", absences=False)
    assembly.league()
    ran = CliRunner().invoke(observatory, ["cohesion", "league"], obj=nullcontext)
    assert ran.exit_code == 0, ran.output
    assert ran.output.count("absences are not recorded") == 4 and "absent" not in ran.output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--issue", "xx"], "“xx” is nothing that --issue can be: choose me, nu, di, hr, co, ec."),
        (["--dataset", "nope"], "“nope” is nothing that --dataset can be: choose unga-raw, unvotes."),
        (["--dataset", "unvotes"], "No roll calls of unvotes are loaded, but those of unga-raw"),
        (["--from", "2090"], "those of unga-raw 2033 are of sessions that opened from 2031 to 2033"),
        (["--issue", "nu"], "No roll call is like that"),
        (["--from", "2033", "--to", "2031"], "--to 2031 comes before --from 2033"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: list[str], said: str) -> None:
    assembly.roll_calls()
    assembly.league()
    ran = CliRunner().invoke(observatory, ["cohesion", "league", *options], obj=nullcontext)
    assert ran.exit_code in (1, 2)
    assert said in (str(ran.exception) if ran.exit_code == 1 else ran.output)


@pytest.mark.django_db
def test_the_codes_of_the_help_are_those_of_the_groups() -> None:
    assembly.roll_calls()
    told = CliRunner().invoke(observatory, ["cohesion", "--help"]).output
    regions = set(re.findall(r"m49-\d{3}", told))
    assert regions == {"m49-142"} and "(asean, 142)" not in told
