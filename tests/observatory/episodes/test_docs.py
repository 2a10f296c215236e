"""The tables of cases stand in the explanation as they are tested. `REWRITE=1` writes them there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.spec.episodes.cases import TABLES, spec

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "episodes.md"
PLAIN = ("case", "kind", "given", "in words")


def rendered(name: str) -> str:
    """A table of cases in Markdown; series as code, so that signs stay what they are."""
    rows = spec(name)
    head = list(rows[0])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = (f"`{row[key]}`" if row[key] and key not in PLAIN else row[key] for key in head)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_shows_the_cases_that_are_tested(name: str) -> None:
    text = PAGE.read_text("utf-8")
    place = re.compile(rf"(<!-- {name} -->\n)(.*?)(<!-- end -->)", re.S)
    assert len(place.findall(text)) == 1
    wanted = place.sub(lambda m: f"{m[1]}{rendered(name)}\n{m[3]}", text)
    if os.environ.get("REWRITE"):
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted
