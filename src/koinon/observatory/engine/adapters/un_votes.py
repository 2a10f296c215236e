"""Roll calls of the General Assembly: who voted how on what, and the ideal points drawn from it.

Layouts: Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (1 yes, 2 abstain, 3 no,
8 absent, 9 not a member); the tables of the package unvotes; Bailey, Strezhnev and Voeten, ideal points.
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

ISSUES = (
    "me",
    "nu",
    "di",
    "hr",
    "co",
    "ec",
)  # Middle East, nuclear, arms, human rights, colonialism, economy
_CODES = {"yes": 1, "abstain": 2, "no": 3}
_NARROW = {"session": pl.Int16, "roll_call": pl.Int32, "vote": pl.Int8, "year": pl.Int16}

_RAW = Layout(
    (
        whole("rcid", 1, filled=True), whole("session", 1, 200, filled=True),
        Column("vote", Kind.WHOLE, allowed=frozenset(), low=1, high=9, filled=True), code("ccode"),
        Column("date", Kind.DAY), text("unres"), year(), whole("importantvote", 0, 1, needed=False),
        *(whole(issue, 0, 1) for issue in ISSUES),
    ),
    once=("rcid", "ccode"),
    astray=((b'"0\\"""', b"0"), (b'"1\\"""', b"1")),  # a quotation mark of one resolution went into a flag
)  # fmt: skip


def _raw(files: Mapping[str, pl.DataFrame]) -> Tables:
    votes = files["votes"]
    calls = votes.unique("rcid", keep="first", maintain_order=True)
    return {
        "votes": _narrow(votes.select("session", "year", roll_call="rcid", unit="ccode", vote="vote")),
        "roll_calls": _narrow(
            calls.select(
                "session", "year", "date", roll_call="rcid", symbol="unres", title=pl.lit("", pl.String),
                description=pl.lit("", pl.String), importantvote=pl.col("importantvote"), issues=_issues(),
            )
        ),
    }  # fmt: skip


def _issues() -> pl.Expr:
    """The flags that are 1, as a list of their names."""
    flags = [pl.when(pl.col(issue) == 1).then(pl.lit(issue)) for issue in ISSUES]
    return pl.concat_list(flags).list.drop_nulls()


def _narrow(table: pl.DataFrame) -> pl.DataFrame:
    kinds = {name: kind for name, kind in _NARROW.items() if name in table.columns}
    return table.cast(kinds)  # type: ignore[arg-type]


RAW = Adapter("unga-raw", {"votes": _RAW}, ("cow",), tables=_raw, version=str, silent=pl.col("vote") == 9)

_VOTES = Layout(
    (
        whole("rcid", 1, filled=True), Column("country", Kind.CODE, filled=True),
        Column("country_code", Kind.CODE), choice("vote", *_CODES),
    ),
    once=("rcid", "country"),
)  # fmt: skip
_CALLS = Layout(
    (
        whole("rcid", 1, filled=True), whole("session", 1, 200, filled=True),
        Column("date", Kind.DAY, filled=True), text("unres"), text("short"), text("descr"),
        whole("importantvote", 0, 1),
    ),
    once=("rcid",),
)  # fmt: skip
_OF = Layout(
    (whole("rcid", 1, filled=True), choice("short_name", *ISSUES), text("issue")), once=("rcid", "short_name")
)


def _unvotes(files: Mapping[str, pl.DataFrame]) -> Tables:
    calls = files["roll calls"].with_columns(year=pl.col("date").dt.year())
    issues = files["issues"].group_by("rcid").agg(issues=pl.col("short_name").sort())
    _all_called(files["votes"], calls)
    held = calls.join(issues, on="rcid", how="left").sort("rcid")
    votes = files["votes"].join(calls.select("rcid", "session", "year"), on="rcid", how="inner")
    return {
        "votes": _narrow(
            votes.select(
                "session", "year", roll_call="rcid", unit=pl.coalesce("country_code", "country"),
                unit_name="country", vote=pl.col("vote").replace_strict(_CODES, return_dtype=pl.Int8),
            )
        ),
        "roll_calls": _narrow(
            held.select(
                "session", "year", "date", roll_call="rcid", symbol="unres", title="short",
                description="descr", importantvote="importantvote",
                issues=pl.col("issues").fill_null([]),
            )
        ),
    }  # fmt: skip


def _all_called(votes: pl.DataFrame, calls: pl.DataFrame) -> None:
    """A refusal of votes in roll calls that the other table does not have."""
    stray = votes.join(calls, on="rcid", how="anti")
    if stray.height:
        raise Refused(
            "observatory.load.stray_votes",
            "There are {count} votes of roll calls such as {call} that the table of roll calls does not "
            "have: take both tables from one edition.",
            count=stray.height,
            call=stray["rcid"][0],
        )


UNVOTES = Adapter(
    "unvotes", {"votes": _VOTES, "roll calls": _CALLS, "issues": _OF}, ("unvotes", "iso2"),
    tables=_unvotes, version=str,
)  # fmt: skip

_IDEAL = Layout(
    (
        code("ccode"), text("CountryName"), year(), whole("session", 1, 200), figure("Idealpoint", -10, 10),
        figure("PctAgreeUS", 0, 1),
    ),
    once=("ccode", "session"),
    hollow=("year", "session", "Idealpoint"),  # eight rows of the file name a code and nothing else
)  # fmt: skip


def _ideal(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("session").cast(pl.Int16), ideal_point=pl.col("Idealpoint"))


IDEAL_POINTS = Adapter(
    "unga-ideal-points", {"points": _IDEAL}, ("cow",), unit="ccode", name="CountryName", version=str,
    extra=_ideal,
)  # fmt: skip
