"""Events by the day: coups of the Cline Center, counts of Powell and Thyne, protests and violence of ACLED.

Layouts: Cline Center Coup d'État Project Dataset codebook, version 2; Powell and Thyne, Global Instances of
Coups, as counts by state and year; ACLED data export, codebook of 2024.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.adapters.adapter import Adapter, Tables
from koinon.observatory.engine.adapters.layouts import (
    Column,
    Kind,
    Layout,
    choice,
    code,
    figure,
    text,
    whole,
    year,
)

_FLAGS = (
    "unrealized", "realized", "conspiracy", "attempt", "military", "dissident", "rebel", "palace", "foreign",
    "auto", "resign", "popular", "counter", "other",
)  # fmt: skip
_CLINE = Layout(
    (
        text("coup_id"), code("cowcode"), text("country"), year(), whole("month", 0, 12), whole("day", 0, 31),
        choice("event_type", "coup", "attempted", "conspiracy"),
        *(whole(flag, 0, 1) for flag in _FLAGS),
    ),
    once=("coup_id",),
)  # fmt: skip


def _cline(files: Mapping[str, pl.DataFrame]) -> Tables:
    """One row an event; `date` is null where the day or the month is published as 0, which is not known."""
    events = files["events"]
    dated = events.with_columns(
        pl.col("year").cast(pl.Int16), unit=pl.col("cowcode"), unit_name=pl.col("country"),
        date=_day(events),
    )  # fmt: skip
    return {"rows": dated}


def _day(events: pl.DataFrame) -> pl.Series:
    known = (pl.col("month") > 0) & (pl.col("day") > 0)
    held = events.select(
        written=pl.when(known).then(
            pl.format("{}-{}-{}", "year", pl.col("month").cast(pl.String).str.zfill(2),
                      pl.col("day").cast(pl.String).str.zfill(2))
        )
    )["written"]  # fmt: skip
    days = held.str.to_date("%Y-%m-%d", strict=False)
    wrong = (held.is_not_null() & days.is_null()).arg_true()
    if len(wrong):
        raise Refused(
            "observatory.load.no_day",
            "The event {event} is dated {day}, which is no day: take the file from its publisher again.",
            event=events["coup_id"][int(wrong[0])],
            day=held[int(wrong[0])],
        )
    return days


CLINE = Adapter("coups-cline", {"events": _CLINE}, ("cow",), tables=_cline)

_POWELL_THYNE = Layout(
    (
        code("gwcode"), year(), whole("pt_attempt", 0, 1), whole("pt_coup", 0, 1), whole("pt_failed", 0, 1),
        whole("pt_attempt_num", 0, 50), whole("pt_coup_num", 0, 50), whole("pt_failed_num", 0, 50),
    ),
    once=("gwcode", "year"),
)  # fmt: skip
POWELL_THYNE = Adapter(
    "coups-powell-thyne", {"country-years": _POWELL_THYNE}, ("gw",), unit="gwcode", version=str
)

_ACLED = Layout(
    (
        text("event_id_cnty"), Column("event_date", Kind.DAY, filled=True), year(),
        text("disorder_type", needed=False), text("event_type"), text("sub_event_type"),
        code("iso"), Column("country", Kind.CODE, filled=True), text("admin1", needed=False),
        text("actor1"), figure("latitude", -90, 90), figure("longitude", -180, 180),
        whole("fatalities", 0), text("source"), text("notes"),
    ),
    once=("event_id_cnty",),
)  # fmt: skip


def _acled(files: Mapping[str, pl.DataFrame]) -> Tables:
    """One row an event, by its date. The unit is the number of ISO 3166-1 with its zeros, which ACLED leaves
    out; where it writes 0, as of Kosovo, which has none, the name is."""
    events = files["events"]
    unit = pl.when(pl.col("iso") == "0").then(pl.col("country")).otherwise(pl.col("iso").str.zfill(3))
    return {
        "rows": events.with_columns(
            pl.col("year").cast(pl.Int16), unit=unit, unit_name=pl.col("country"),
            date=pl.col("event_date"),
        ).sort("date", "event_id_cnty")
    }  # fmt: skip


ACLED = Adapter("acled", {"events": _ACLED}, ("m49", "name"), tables=_acled)
