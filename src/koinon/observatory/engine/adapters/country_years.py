"""V-Dem's country-years and the ERT table: thousands of columns, or forty, of one kind of row.

Layouts: V-Dem Codebook v15 and ERT Codebook v15 (V-Dem Institute, 2025). Release vN goes to the year
2009 + N since v8.
"""

from __future__ import annotations

import polars as pl

from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Column, Layout, begun, code, figure, text, whole, year


def _vdem_version(last: int) -> str:
    return f"v{last - 2009}" if last >= 2017 else ""


_INDEX = ("v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2x_api", "v2x_mpi")


def _interval(name: str, *, needed: bool) -> tuple[Column, ...]:
    ends = (name, f"{name}_codelow", f"{name}_codehigh")
    return tuple(figure(end, 0, 1, needed=needed) for end in ends)


_VDEM = Layout(
    (
        code("country_text_id"), year(), whole("country_id"), begun("codingend", needed=False),
        text("country_name", needed=False), text("vdem_country_name", needed=False),
        text("histname", needed=False), text("historical_date", needed=False),
        *_interval("v2x_polyarchy", needed=True),
        *(column for name in _INDEX[1:] for column in _interval(name, needed=False)),
        whole("v2x_regime", 0, 3, needed=False),
    ),
    once=("country_text_id", "year"), intervals=("_codelow", "_codehigh"),
)  # fmt: skip


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """The name of a unit, from whichever column the edition has it in."""
    name = next((n for n in ("country_name", "vdem_country_name") if n in rows.columns), "unit")
    return rows.with_columns(unit_name=pl.col(name))


VDEM = Adapter(
    "vdem", {"country-years": _VDEM}, ("vdem", "iso3"), unit="country_text_id",
    version=_vdem_version, tells=("codingend", 0), extra=_named,
)  # fmt: skip

_FLAGS = ("dem_ep", "aut_ep", "dem_pre_ep_year", "aut_pre_ep_year")
_ERT = Layout(
    (
        code("country_text_id"), text("country_name"), year(), whole("country_id"),
        whole("v2x_regime", 0, 3), *_interval("v2x_polyarchy", needed=True),
        text("reg_id"), text("dem_ep_id"), text("aut_ep_id"),
        *(whole(name, 0, 1) for name in _FLAGS),
        whole("dem_ep_outcome", 0, 6), whole("aut_ep_outcome", 0, 6),
        *(begun(f"{kind}_ep_{end}_year") for kind in ("dem", "aut") for end in ("start", "end")),
    ),
    once=("country_text_id", "year"), intervals=("_codelow", "_codehigh"),
    left_out=("(column 1)", "X", "Unnamed: 0"),
)  # fmt: skip

ERT = Adapter(
    "ert", {"country-years": _ERT}, ("vdem", "iso3"), unit="country_text_id", name="country_name",
    version=_vdem_version, tells=("year", 0),  # the table is one whole, to the last year of its release
)  # fmt: skip
