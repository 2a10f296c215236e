"""The table of regimes and episodes as the ERT data set publishes it: same columns, same order, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from koinon.observatory.engine.episodes.finding import Episodes
from koinon.observatory.engine.episodes.laying import columns_of, identities
from koinon.observatory.engine.episodes.panel import NA, Panel, Whole
from koinon.observatory.engine.episodes.reading import Table
from koinon.observatory.engine.episodes.regimes import Regimes
from koinon.observatory.engine.rows import MISSING

COLUMNS = (
    "country_id", "country_text_id", "country_name", "year", "v2x_regime", "v2x_polyarchy",
    "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh", "reg_start_year", "reg_end_year", "reg_id", "reg_type",
    "reg_trans", "dem_founding_elec", "aut_founding_elec", "row_regch_event", "row_regch_censored", "dem_ep",
    "dem_ep_id", "dem_ep_start_year", "dem_ep_end_year", "dem_pre_ep_year", "dem_ep_termination",
    "dem_ep_prch", "dem_ep_ptr", "dem_ep_subdep", "dem_ep_outcome", "dem_ep_outcome_agg", "dem_ep_censored",
    "aut_ep", "aut_ep_id", "aut_ep_start_year", "aut_ep_end_year", "aut_pre_ep_year", "aut_ep_termination",
    "aut_ep_prch", "aut_ep_pbr", "aut_ep_subreg", "aut_ep_outcome", "aut_ep_outcome_agg", "aut_ep_censored",
)  # fmt: skip
_GIVEN = (
    "country_id", "year", "v2x_regime", "v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh"
)  # fmt: skip


def lines(table: Table, spells: Regimes, dem: Episodes, aut: Episodes) -> Iterator[str]:
    """The table line by line: words in quotation marks, missing values empty."""
    yield ",".join(f'"{column}"' for column in COLUMNS) + "\n"
    told = _columns(table, spells, dem, aut)
    told[COLUMNS[-1]] = [f"{cell}\n" for cell in told[COLUMNS[-1]]]
    yield from map(",".join, zip(*(told[column] for column in COLUMNS), strict=True))


def _columns(table: Table, spells: Regimes, dem: Episodes, aut: Episodes) -> dict[str, list[str]]:
    panel = table.panel
    told = {name: ["" if c in MISSING else c for c in table.columns[name]] for name in _GIVEN}
    for name in ("country_text_id", "country_name"):
        told[name] = [_quoted(text) for text in table.columns[name]]
    whole: dict[str, Whole] = {
        "reg_start_year": spells.start,
        "reg_end_year": spells.end,
        "reg_type": spells.type,
        "reg_trans": spells.trans,
        "dem_founding_elec": spells.dem_founding,
        "aut_founding_elec": spells.aut_founding,
        "row_regch_event": spells.event,
        "row_regch_censored": spells.censored,
    }
    for kind, found in (("dem", dem), ("aut", aut)):
        columns = columns_of(found, spells)
        number = columns.pop(f"{kind}_ep_number")[panel.unit, panel.year]
        ids = [_quoted(identity) for identity in identities(found, panel)]
        told[f"{kind}_ep_id"] = _chosen(ids, number)
        for edge, years in (("start", found.start), ("end", found.end)):
            told[f"{kind}_ep_{edge}_year"] = _chosen([str(y + panel.first) for y in years], number)
        whole |= columns
    told |= {name: _text(values[panel.unit, panel.year]) for name, values in whole.items()}
    told["reg_id"] = _regime_ids(panel, told["reg_start_year"], told["reg_end_year"])
    return told


def _text(values: Whole) -> list[str]:
    """Whole numbers as text, each distinct one written once."""
    low = int(values.min())
    words = np.array(
        ["" if value == NA else str(value) for value in range(low, int(values.max()) + 1)], dtype=object
    )
    cells: list[str] = words[values - low].tolist()
    return cells


def _chosen(words: Sequence[str], number: Whole) -> list[str]:
    cells: list[Any] = np.array([*words, ""], dtype=object)[np.where(number == NA, -1, number)].tolist()
    return cells


def _regime_ids(panel: Panel, start: Sequence[str], end: Sequence[str]) -> list[str]:
    names = [panel.names[unit] for unit in panel.unit.tolist()]
    return [f'"{n}_{s}_{e}"' if s else "" for n, s, e in zip(names, start, end, strict=True)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
