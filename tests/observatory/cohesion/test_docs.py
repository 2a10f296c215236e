"""The tables of cases stand in the explanation as they are tested. `REWRITE=1` writes them there."""

from __future__ import annotations

import os
import re

import pytest

from tests.observatory.cohesion.voting import ROOT, spec

PAGE = ROOT / "docs" / "explanation" / "cohesion.md"
CODE = ("one", "other")


def rendered(name: str) -> str:
    """A table of cases in Markdown; letters of votes as code, so that a dash stays one."""
    rows = spec(name)
    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = (f"`{row[key]}`" if key in CODE else row[key] for key in head)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


@pytest.mark.parametrize("name", ["indices", "agreements", "lines"])
def test_the_page_shows_the_cases_that_are_tested(name: str) -> None:
    text = PAGE.read_text("utf-8")
    place = re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- end -->)", re.S)
    wanted = place.sub(lambda m: f"{m[1]}{rendered(name)}\n{m[3]}", text)
    if os.environ.get("REWRITE"):
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted
