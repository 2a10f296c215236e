"""`koinon observatory outlook show` and `incidents kinds`, as a terminal sees them."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.commands.incidents import incidents
from koinon.observatory.commands.outlook import outlook
from koinon.observatory.engine.incidents.kinds import kinds
from tests.factories.observatory import place
from tests.observatory.outlook.examples_outlook import stands


def shown(*words: str) -> str:
    ran = CliRunner().invoke(outlook, ["show", *words], obj=nullcontext, catch_exceptions=False)
    assert ran.exit_code == 0
    return ran.output


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["NAM", "nam", "Namibia"])
def test_the_outlook_of_a_place_is_found_by_code_or_name(words: str) -> None:
    stands()
    told = shown("--place", words)
    assert "Namibia" in told and "Kenya" not in told


@pytest.mark.django_db
def test_a_place_without_an_outlook_is_not_told_as_an_empty_list() -> None:
    stands()
    with pytest.raises(NotFound, match="No country or territory is called “QQQ”"):
        shown("--place", "QQQ")
    with pytest.raises(NotFound, match=r"Like it are NAM \(Namibia\)"):
        shown("--place", "Namibya")
    place("TUV", "Tuvalu")
    with pytest.raises(Refused, match="The outlook tells nothing of TUV"):
        shown("--place", "Tuvalu")


def test_the_columns_of_the_kinds_stand_apart() -> None:
    told = CliRunner().invoke(incidents, ["kinds"]).output.splitlines()
    every = kinds()
    assert len(told) == len(every)
    starts = {line.index(one.title(), len(one.key)) for line, one in zip(told, every, strict=True)}
    groups = {line.index(one.group.value, len(one.key)) for line, one in zip(told, every, strict=True)}
    assert len(starts) == len(groups) == 1
    assert all(line.split()[:2] == [one.key, one.group.value] for line, one in zip(told, every, strict=True))


@pytest.mark.django_db
def test_a_map_of_kinds_nested_too_deeply_is_no_map(tmp_path: Path) -> None:
    sheet, words = tmp_path / "events.csv", tmp_path / "kinds.toml"
    sheet.write_text("place,kind,on,title,sources\n", "utf-8")
    words.write_text("x = " + "[" * 5000, "utf-8")
    ran = CliRunner().invoke(incidents, ["bring", str(sheet), "--kind-map", str(words)], obj=nullcontext)
    assert isinstance(ran.exception, Refused) and "kinds.toml is no map of kinds" in str(ran.exception)
