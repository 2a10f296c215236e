"""How several names stand in one cell, as keyboards of the five languages write them."""

from __future__ import annotations

import pytest

from koinon.register.engine.sheets.columns import parts


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ardenia; Belmora", ("Ardenia", "Belmora")),
        ("أردينيا؛ بلمورا", ("أردينيا", "بلمورا")),
        ("Ardenia；Belmora\nArdenia", ("Ardenia", "Belmora")),
        (" Ardenia , the Republic of ;", ("Ardenia , the Republic of",)),
        ("", ()),
    ],
)
def test_names_are_parted_by_a_semicolon_of_any_script_or_a_line(cell: str, names: tuple[str, ...]) -> None:
    assert parts("addressees", cell) == names


def test_headings_are_parted_by_an_arrow_with_spaces_alone() -> None:
    assert parts("section", "Part I > Measures; and means") == ("Part I", "Measures; and means")
