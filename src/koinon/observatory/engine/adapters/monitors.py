"""Two more annual ratings: the Global State of Democracy indices and the CIVICUS Monitor.

Layouts: International IDEA, The Global State of Democracy Indices codebook (columns ID_…, and for each
attribute X_est with the ends of its interval X_low, X_upp); CIVICUS Monitor, country ratings by year.
"""

from __future__ import annotations

import polars as pl

from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Column, Kind, Layout, choice, code, whole, year

CLASSES = ("open", "narrowed", "obstructed", "repressed", "closed")
_ATTRIBUTES = ("representation_est", "rights_est", "rule_law_est", "participation_est")


def _estimate(name: str) -> tuple[Column, ...]:
    ends = (name, name.replace("_est", "_low"), name.replace("_est", "_upp"))
    return tuple(Column(end, Kind.FIGURE, 0, 1, needed=end == name) for end in ends)


_GSOD = Layout(
    (
        code("ID_country_name"), year("ID_year"),
        *(column for name in _ATTRIBUTES for column in _estimate(name)),
    ),
    once=("ID_country_name", "ID_year"),
    intervals=("_low", "_upp"),
)  # fmt: skip
GSOD = Adapter(
    "gsod", {"indices": _GSOD}, ("name",), unit="ID_country_name", name="ID_country_name",
    year="ID_year",
)  # fmt: skip


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """The class as a number: 1 open to 5 closed."""
    order = {word: rank for rank, word in enumerate(CLASSES, start=1)}
    return rows.with_columns(
        rating_class=pl.col("rating").str.to_lowercase().replace_strict(order, return_dtype=pl.Int8)
    )


_CIVICUS = Layout(
    (
        code("country"), year(), whole("score", 0, 100, needed=False),
        choice("rating", *CLASSES, *(word.title() for word in CLASSES)),
    ),
    once=("country", "year"),
)  # fmt: skip
CIVICUS = Adapter("civicus", {"ratings": _CIVICUS}, ("name",), unit="country", name="country", extra=_ranked)
