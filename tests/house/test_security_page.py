"""The page of security properties names files that exist and tests that are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text("utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if re.match(r"\| (?!Property)[^-]", line)]
NAMED = re.compile(r"`([^`]+)`")


def test_there_are_many_rows_in_every_group() -> None:
    groups = re.findall(r"^## (.+)$", PAGE, re.M)
    assert len(groups) >= 10
    assert len(ROWS) >= 40
    assert "What is not protected" in groups


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip()[:60] for row in ROWS])
def test_a_row_names_files_and_tests_that_exist(row: list[str]) -> None:
    said, kept, shown = row
    assert said.strip()
    files = NAMED.findall(kept)
    assert files
    assert not [name for name in files if not (ROOT / "src" / "koinon" / name).is_file()]
    words = ""
    tests = 0
    for name in NAMED.findall(shown):
        if name.endswith(".py"):
            words = (ROOT / "tests" / name).read_text("utf-8")
        else:
            tests += 1
            assert re.search(rf"^def {re.escape(name)}\(", words, re.M), name
    assert tests
