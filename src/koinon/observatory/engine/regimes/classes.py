"""Regimes of the World from the components that V-Dem publishes.

Source: Lührmann, Tannenberg and Lindberg, "Regimes of the World (RoW)", Politics and Governance 6 (2018), and
the V-Dem codebook on v2x_regime. The line between autocracy and democracy, and that of liberal democracy, are
drawn as published. The line between closed and electoral autocracy needs the last election of each kind and
how the chief executive is chosen; it is drawn where `multiparty` says for legislature and executive whether
that election was multiparty, and is left open where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.panel import NA, Bools, Floats, Ints

DEMOCRACY = {"v2x_polyarchy": 0.5, "v2elfrfair_osp": 2.0, "v2elmulpar_osp": 2.0}
LIBERAL = {"v2x_liberal": 0.8, "v2clacjstm_osp": 3.0, "v2clacjstw_osp": 3.0, "v2cltrnslw_osp": 3.0}
MULTIPARTY = {"v2elmulpar_osp_ex": 1.0, "v2elmulpar_osp_leg": 1.0}
NEEDED = (*DEMOCRACY, *LIBERAL)
ELECTORAL = "v2x_elecreg"  # whether the electoral regime stands, so that the last election holds
COUNTRY_YEARS = (*NEEDED, ELECTORAL)
ENDS = ("", "_codelow", "_codehigh")
FIGURES = tuple(f"{name}{end}" for name in (*DEMOCRACY, *LIBERAL, *MULTIPARTY) for end in ENDS)


class Regime(IntEnum):
    """The four classes."""

    CLOSED = 0
    ELECTORAL_AUTOCRACY = 1
    ELECTORAL_DEMOCRACY = 2
    LIBERAL_DEMOCRACY = 3


@dataclass(frozen=True)
class Classes:
    """A class for each entry, `NA` where it cannot be told; `lower` and `upper` from the intervals' ends.

    `autocracy` marks entries that are an autocracy of which kind cannot be told.
    """

    regime: Ints
    lower: Ints
    upper: Ints
    autocracy: Bools


def lacking(
    columns: Mapping[str, object] | frozenset[str], needed: Sequence[str] = NEEDED
) -> tuple[str, ...]:
    """The columns without which no class can be told, of those that are needed."""
    return tuple(name for name in needed if name not in columns)


def classes(columns: Mapping[str, NDArray[np.float64]]) -> Classes:
    """The classes of entries, one a country-year, from columns by their published names; NaN where missing.

    Election indicators hold the last election while the electoral regime stands: carry them forward first.
    Ends of intervals are taken from the columns …_codelow and …_codehigh where these are there.
    """
    _refuse_lacking(columns, NEEDED)
    told = [_classes(columns, end) for end in ENDS]
    return Classes(told[0][0], told[1][0], told[2][0], told[0][1])


def of_country_years(
    columns: Mapping[str, Floats], unit: NDArray[np.integer], year: NDArray[np.integer]
) -> Classes:
    """The classes of a table of country-years, in its order, from the columns as they are published.

    `unit` numbers the countries. Election indicators are published for years with an election; the last one
    holds while `v2x_elecreg` is 1.
    """
    _refuse_lacking(columns, COUNTRY_YEARS)
    order = np.lexsort((year, unit))
    laid = {name: columns[name][order] for name in FIGURES if name in columns}
    own, stands = unit[order], columns[ELECTORAL][order] == 1
    laid |= {name: carried(laid[name], own, stands) for name in laid if name.startswith("v2el")}
    told, back = classes(laid), np.argsort(order)
    return Classes(told.regime[back], told.lower[back], told.upper[back], told.autocracy[back])


def carried(values: Floats, unit: NDArray[np.integer], standing: Bools) -> Floats:
    """An indicator of elections carried forward within a unit while its electoral regime stands.

    `values`, `unit`, `standing`: one entry a country-year, sorted by unit and year.
    """
    told = values.copy()
    for n in range(1, len(told)):
        if np.isnan(told[n]) and unit[n] == unit[n - 1] and standing[n]:
            told[n] = told[n - 1]
    return told


def _refuse_lacking(columns: Mapping[str, object], needed: Sequence[str]) -> None:
    missing = lacking(columns, needed)
    if missing:
        raise Refused(
            "observatory.regimes.columns",
            "Classes of regimes cannot be told: the columns {columns} are not there. Take V-Dem’s full "
            "country-year table.",
            columns=", ".join(missing),
        )


def _classes(columns: Mapping[str, NDArray[np.float64]], end: str) -> tuple[Ints, Bools]:
    democracy = _all(columns, DEMOCRACY, end)
    liberal = _all(columns, LIBERAL, end)
    known = all(name in columns for name in MULTIPARTY)
    electoral = _all(columns, MULTIPARTY, end) if known else np.full(len(democracy), NA, dtype=np.int16)
    regime = np.select(
        [
            (democracy == 1) & (liberal == 1),
            (democracy == 1) & (liberal == 0),
            (democracy == 0) & (electoral == 1),
            (democracy == 0) & (electoral == 0),
        ],
        [Regime.LIBERAL_DEMOCRACY, Regime.ELECTORAL_DEMOCRACY, Regime.ELECTORAL_AUTOCRACY, Regime.CLOSED],
        NA,
    )
    return regime.astype(np.int16), (democracy == 0) & (electoral == NA)


def _all(columns: Mapping[str, NDArray[np.float64]], limits: Mapping[str, float], end: str) -> Ints:
    """1 where every figure lies above its limit, 0 where one does not, `NA` where a missing one decides."""
    above = []
    for name, limit in limits.items():
        values = np.asarray(columns.get(f"{name}{end}", columns[name]), dtype=np.float64)
        above.append(np.where(np.isnan(values), np.nan, values > limit))
    held = np.stack(above)
    fails = (held == 0).any(axis=0)
    return np.where(fails, 0, np.where(np.isnan(held).any(axis=0), NA, 1)).astype(np.int16)
