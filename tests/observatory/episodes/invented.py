"""An invented dataset of episodes: a country that climbs, one that slides, one that stands still."""

from __future__ import annotations

from typing import Any

from koinon.observatory.models import Release
from tests.factories.observatory import place, release

NAMES = {"AAX": "Upland", "BBX": "Downland", "CCX": "Stillwater"}
CLIMB = [0.2, 0.2, 0.25, 0.3, 0.35, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
SLIDE = [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.75, 0.7, 0.65, 0.6]
FIRST = 2019


def rows(values: dict[str, list[float]], first: int = FIRST) -> list[dict[str, Any]]:
    """Country-years with the columns of the published table: an autocracy and democracies that stay such."""
    return [
        {
            "place": code, "unit": code, "unit_name": NAMES.get(code, code), "year": first + n,
            "country_text_id": code, "v2x_polyarchy": value,
            "v2x_polyarchy_codelow": round(value - 0.02, 3), "v2x_polyarchy_codehigh": round(value + 0.03, 3),
            "v2x_regime": 1 if own[0] < 0.5 else 2, "row_regch_event": 0, "row_regch_censored": None,
            "dem_founding_elec": None, "aut_founding_elec": None, "reg_start_year": first,
            "reg_end_year": first + len(own) - 1, "reg_type": 0 if own[0] < 0.5 else 1, "reg_trans": 0,
        }
        for code, own in values.items()
        for n, value in enumerate(own)
    ]  # fmt: skip


def loaded(version: str = "v1", **changed: list[float]) -> Release:
    """A release of the three, with their places; `changed` are other figures of some."""
    for code, name in NAMES.items():
        place(code, name)
    figures = {"AAX": CLIMB, "BBX": SLIDE, "CCX": [0.5] * 12} | changed
    return release("ert", version, rows(figures))
