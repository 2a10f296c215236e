"""A small invented world of figures, in which every verdict can be reckoned by hand."""

from __future__ import annotations

from typing import Any

from koinon.observatory.models import Release
from tests.factories.observatory import place, release

RATINGS = {  # political rights and civil liberties by year; the status follows from their sum
    "HAL": {2022: (1, 2), 2023: (2, 2), 2024: (2, 3)},
    "MOR": {2022: (3, 4), 2023: (4, 4), 2024: (5, 5)},
    "SKE": {2022: (5, 5), 2023: (6, 6), 2024: (7, 6)},
    "VIR": {2022: (4, 4), 2023: (4, 5)},  # not rated in 2024
}


def status(sum_of_both: int) -> str:
    """Free up to 5, partly free up to 10."""
    return "F" if sum_of_both <= 5 else "PF" if sum_of_both <= 10 else "NF"


def ratings(version: str = "2025", **changed: tuple[int, int]) -> Release:
    """Ratings of four places from 2022 to 2024; `changed`: other ratings of 2024 by place."""
    rows: list[dict[str, Any]] = []
    for code, years in RATINGS.items():
        place(code)
        for year, (pr, cl) in years.items():
            if year == 2024 and code in changed:
                pr, cl = changed[code]
            rows.append({"place": code, "year": year, "pr": pr, "cl": cl, "status": status(pr + cl)})
    rows.append({"place": None, "year": 2024, "pr": 1, "cl": 1, "status": "F"})
    for row in rows:
        row |= {"unit": row["place"] or "Free Port", "unit_name": row["place"] or "The Free Port"}
    return release("fiw", version, rows)


def episodes(version: str = "v15", fall: float = 0.3) -> Release:
    """The index of two places from 2016 to 2024: one stands still, one falls by `fall` from 2017 on."""
    rows: list[dict[str, Any]] = []
    for code in ("HAL", "MOR"):
        place(code)
        for year in range(2016, 2025):
            falls = code == "MOR" and year >= 2017
            rows.append({
                "place": code,
                "country_text_id": code,
                "year": year,
                "v2x_regime": 2 if code == "HAL" or year < 2021 else 1,
                "v2x_polyarchy": round(0.8 - (fall * (year - 2016) / 8 if falls else 0), 3),
                "aut_ep": int(falls),
                "aut_ep_start_year": 2017 if falls else None,
            })  # fmt: skip
    return release("ert", version, rows)


def coups(**counted: int) -> Release:
    """Successful coups in 2023 by place, none in all other years from 1998 to 2025."""
    rows = [
        {"place": code, "year": year, "pt_coup_num": counted.get(code, 0) if year == 2023 else 0}
        for code in ("HAL", "MOR")
        for year in range(1998, 2026)
    ]
    return release("coups-powell-thyne", "2025", rows)
