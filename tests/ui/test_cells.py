"""Cells of CSV files: text is no formula, and a figure stays a figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koinon.ui.files import cell


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-0.25, "-0.25"), (-3, "-3"), (0.5, "0.5"), (None, ""), (True, "yes"),
        (date(2031, 5, 4), "2031-05-04"), ("-0.25", "'-0.25"), ("=1+1", "'=1+1"), ("＝1", "'＝1"),
        ("Upland", "Upland"),
    ],
)  # fmt: skip
def test_only_text_is_kept_from_being_a_formula(value: Any, written: str) -> None:
    assert cell(value) == written
