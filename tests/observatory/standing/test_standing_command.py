"""`koinon observatory standing`, as a terminal sees it."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.commands.standing import _ERRORS, _share, standing
from koinon.observatory.engine.agreement.drawing import Errors
from tests.factories.observatory import place
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


def refused(tmp_path: Path, written: str) -> str:
    file = tmp_path / "charter.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(Refused) as refusal:
        run("--rules", str(file), "--date", "2024")
    return str(refusal.value)


def test_a_file_with_a_mark_at_its_beginning_is_read(tmp_path: Path) -> None:
    ratings()
    file = tmp_path / "charter.toml"
    file.write_text(text(), "utf-8-sig")
    assert "2 of 4 meet it" in run("--rules", str(file), "--date", "2024")


def test_a_file_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    assert "far too deeply" in refused(tmp_path, "x = " + "[" * 5000)


def test_a_column_that_no_release_has_is_refused_with_its_line(tmp_path: Path) -> None:
    ratings()
    said = refused(tmp_path, text().replace('"status"', '"statuss"'))
    assert said == (
        "charter.toml, line 22, [criteria.rated]: “statuss” is not a column of fiw as loaded here: "
        "write such as status."
    )


def test_a_date_before_the_first_figures_is_told_so() -> None:
    ratings()
    told = json.loads(run("free-or-partly-free", "--date", "1971", "--place", "HAL", "--json"))
    assert told["verdict"] == "cannot be decided"
    assert told["trace"][0]["why"] == "The dataset begins after this date."
    told = json.loads(run("free-or-partly-free", "--date", "2090", "--place", "HAL", "--json"))
    assert told["trace"][0]["why"] == "The dataset ends too long before this date."


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("fiw:Free Port", "The Free Port (fiw:Free Port), "),
        ("FIW:free port", "The Free Port (fiw:Free Port), "),
        ("the free port", "The Free Port (fiw:Free Port), "),
        ("NA", "Namibia (NAM), "),
        ("Namibia", "Namibia (NAM), "),
        ("namibie", "Namibia (NAM), "),
        ("nam", "Namibia (NAM), "),
    ],
)
def test_a_place_is_found_by_the_words_people_have_for_it(words: str, name: str) -> None:
    ratings()
    place("NAM", "Namibia", alpha2="NA", names={"fr": "Namibie"})
    assert run("free-or-partly-free", "--date", "2024", "--place", words).startswith(name)


def test_a_listed_unit_stands_alone_as_it_stands_in_the_list() -> None:
    ratings()
    every = json.loads(run("free-or-partly-free", "--date", "2024", "--json"))["places"]
    for one in every:
        alone = json.loads(run("free-or-partly-free", "--date", "2024", "--place", one["place"], "--json"))
        assert {name: alone[name] for name in one} == one


def test_a_place_that_nobody_knows_is_refused_with_near_names() -> None:
    ratings()
    place("NAM", "Namibia")
    with pytest.raises(NotFound, match=r"No country .* called “Namibbia”: .* Like it are NAM \(Namibia\)"):
        run("free-or-partly-free", "--place", "Namibbia")
    with pytest.raises(NotFound, match="write a code of three letters, such as NAM"):
        run("free-or-partly-free", "--place", "??")


def test_how_near_it_is_to_changing_is_told_in_its_unit() -> None:
    ratings(MOR=(5, 6))
    assert "by 1 point" in run("free-or-partly-free", "--date", "2024", "--place", "MOR")
    assert "by 3 points" in run("free-or-partly-free", "--date", "2024", "--place", "SKE")


@pytest.mark.parametrize(
    ("share", "least", "said"),
    [
        (1.0, False, "all draws"),
        (1.0, True, "all draws"),
        (0.9999, True, "at least 99.9% of draws"),
        (0.5, False, "50.0% of draws"),
    ],
)
def test_shares_of_draws_are_told_as_people_say_them(share: float, least: bool, said: str) -> None:
    assert _share({"share": share, "least": least}) == said


def test_every_kind_of_error_is_explained() -> None:
    assert set(_ERRORS) == {one.value for one in Errors}
