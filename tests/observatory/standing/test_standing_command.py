"""`koinon observatory standing`, as a terminal sees it."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.kernel.refusals import Refused
from koinon.observatory.commands.standing import standing
from tests.observatory.standing.examples_standing import text
from tests.observatory.standing.worlds import ratings

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    found = CliRunner().invoke(standing, words, obj=nullcontext, catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_everyone_under_a_rule_set() -> None:
    ratings()
    told = json.loads(run("free-or-partly-free", "--date", "2024", "--json"))
    assert (told["meets"], told["does_not"], told["undecided"], told["judged"]) == (3, 1, 0, 4)
    assert "3 of 4 meet it, 1 do not" in run("free-or-partly-free", "--date", "2024")


def test_one_place_with_its_trace() -> None:
    ratings()
    told = json.loads(run("free-or-partly-free", "--date", "2024", "--place", "ske", "--json"))
    assert told["verdict"] == "does not" and told["trace"][0]["figure"] == "NF"
    assert told["nearest"]["changes"][0]["by"] == 3
    assert "[no] Rated free or partly free: NF in 2024" in run(
        "free-or-partly-free", "--date", "2024", "--place", "SKE"
    )


def test_a_rule_set_that_is_not_published(tmp_path: Path) -> None:
    ratings()
    file = tmp_path / "charter.toml"
    file.write_text(text(), "utf-8")
    assert "harbour-charter 1 on 2024-12-31: 2 of 4 meet it" in run("--rules", str(file), "--date", "2024")
    assert "free-or-partly-free 1.0" in run("--date", "2024")


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(Refused, match="is no day"):
        run("free-or-partly-free", "--date", "soon")
