"""`koinon observatory agreements | ideal-points | cohesion`: tables from files; what a refusal leaves."""

from __future__ import annotations

import csv
import json
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
