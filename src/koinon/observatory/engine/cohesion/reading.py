"""Roll calls read from files as published: Voeten's raw votes, and the tables of the package unvotes.

What both lead to is the same: a long table of votes (session, roll_call, unit, vote) and one of roll calls
(roll_call, session, date, description, issues), the issues by the keys of `ISSUES`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.cohesion.votes import ABSTAIN, NO, YES, Rolls, rolls
from koinon.observatory.engine.opening import not_utf8, opened

ISSUES = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "hr": "Human rights",
    "co": "Colonialism",
    "ec": "Economic development",
}
RAW = ("rcid", "session", "vote", "ccode")
VOTES = ("rcid", "country", "country_code", "vote")
WORDS = {"yes": YES, "abstain": ABSTAIN, "no": NO}


@dataclass(frozen=True)
class Read:
    """The matrix, and what is known of each roll call in the same order."""

    rolls: Rolls
    calls: pl.DataFrame


def read(paths: list[Path]) -> Read:
    """Whatever the files hold: one raw table, or the tables of unvotes in any order."""
    heads = {path: _head(path) for path in paths}
    raw = [path for path, head in heads.items() if "ccode" in head and "vote" in head]
    if len(paths) == 1 and raw:
        return raw_votes(paths[0])
    by_kind = {_kind(head): path for path, head in heads.items()}
    if "votes" not in by_kind or "calls" not in by_kind:
        raise Refused(
            "observatory.cohesion.files",
            "{files}: give one table with {raw}, or the tables un_votes and un_roll_calls together.",
            files=", ".join(path.name for path in paths),
            raw=", ".join(RAW),
        )
    return unvotes(by_kind["votes"], by_kind["calls"], by_kind.get("issues"))


def _kind(head: list[str]) -> str:
    if "country_code" in head and "vote" in head:
        return "votes"
    return "issues" if "short_name" in head else "calls" if "session" in head else ""


def _head(path: Path) -> list[str]:
    with opened(path) as stream:
        first = stream.readline()
    try:
        return next(csv.reader([first.decode("utf-8-sig")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table(path, first, error) from error


def _table(path: Path, columns: list[str]) -> pl.DataFrame:
    """Columns of a file; every cell is text, and NA is a word like another."""
    with opened(path) as stream:
        data = stream.read()
    try:
        found = pl.read_csv(data, columns=columns, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise _no_table(path, data, error) from error
    if not found.height:
        raise Refused(
            "observatory.cohesion.no_rows",
            "{file} has a header and no row: check that it was saved completely.",
            file=path.name,
        )
    return found


def _no_table(path: Path, data: bytes, error: Exception) -> Refused:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return not_utf8(path.name)
    return Refused(
        "observatory.not_csv",
        "{file} is no CSV file ({problem}): export it anew.",
        file=path.name,
        problem=str(error).splitlines()[0],
    )


def _needed(path: Path, needed: tuple[str, ...]) -> list[str]:
    head = _head(path)
    lacking = [column for column in needed if column not in head]
    if lacking:
        raise Refused(
            "observatory.cohesion.columns",
            "{file} lacks the columns {columns}: take the file as published, or add them.",
            file=path.name,
            columns=", ".join(lacking),
        )
    return head


def raw_votes(path: Path) -> Read:
    """Voeten's raw votes, with absences; units are codes of the Correlates of War as text.

    Some cells hold a stray quotation mark and a backslash; a flag is read by its first digit.
    """
    head = _needed(path, RAW)
    flags = [flag for flag in ISSUES if flag in head]
    more = [column for column in ("date", "unres") if column in head]
    table = _table(path, [*RAW, *more, *flags])
    votes = _whole(table.select(*RAW), path).rename({"rcid": "roll_call", "ccode": "unit"})
    votes = votes.with_columns(unit=pl.col("unit").cast(pl.String), vote=pl.col("vote").cast(pl.Int16))
    found = rolls(votes.select("session", "roll_call", "unit", "vote"), path.name)
    once = table.unique("rcid", keep="first").with_columns(
        roll_call=pl.col("rcid").cast(pl.Int32, strict=False),
        session=pl.col("session").cast(pl.Int32, strict=False),
        date=pl.col("date").str.to_date("%m/%d/%Y", strict=False)
        if "date" in head
        else pl.lit(None, pl.Date),
        description=pl.col("unres").fill_null("") if "unres" in head else pl.lit(""),
        issues=pl.concat_list(
            [pl.when(pl.col(f).str.starts_with("1")).then(pl.lit(f)) for f in flags]
        ).list.drop_nulls()
        if flags
        else pl.lit([], pl.List(pl.String)),
    )
    return Read(found, _ordered(once))


def unvotes(votes: Path, calls: Path, issues: Path | None) -> Read:
    """The tables of unvotes, without absences; units are ISO codes of two letters, or names without one."""
    _needed(votes, VOTES)
    _needed(calls, ("rcid", "session"))
    head = _head(calls)
    table = _table(votes, list(VOTES)).with_columns(
        vote=pl.col("vote").replace_strict(WORDS, default=0, return_dtype=pl.Int16),
        unit=pl.coalesce("country_code", "country"),
    )
    told = _table(calls, [c for c in ("rcid", "session", "date", "short", "descr") if c in head])
    table = table.join(told.select("rcid", "session"), on="rcid", how="left")
    long = table.select(
        session=pl.col("session").cast(pl.Int32, strict=False),
        roll_call=pl.col("rcid").cast(pl.Int32, strict=False),
        unit="unit",
        vote="vote",
    )
    found = rolls(long, votes.name)
    kinds = (
        _table(issues, ["rcid", "short_name"]).group_by("rcid").agg(issues=pl.col("short_name").sort())
        if issues
        else pl.DataFrame(schema={"rcid": pl.String, "issues": pl.List(pl.String)})
    )
    once = told.unique("rcid", keep="first").join(kinds, on="rcid", how="left")
    once = once.with_columns(
        roll_call=pl.col("rcid").cast(pl.Int32, strict=False),
        session=pl.col("session").cast(pl.Int32, strict=False),
        date=pl.col("date").str.to_date("%Y-%m-%d", strict=False)
        if "date" in head
        else pl.lit(None, pl.Date),
        description=pl.col("short").fill_null("") if "short" in head else pl.lit(""),
        issues=pl.col("issues").fill_null([]),
    )
    kept = once.filter(pl.col("roll_call").is_in(found.roll_calls.tolist()))
    return Read(found, _ordered(kept))


def _whole(table: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The columns as whole numbers; a cell that is none is told with its line."""
    numbers = table.with_columns(pl.all().cast(pl.Int32, strict=False))
    for column in table.columns:
        wrong = numbers[column].is_null()
        if wrong.any():
            row = wrong.arg_max() or 0
            raise Refused(
                "observatory.cohesion.number",
                "Line {line} of {file}: {column} is “{text}”, and must be a whole number.",
                line=row + 2,
                file=path.name,
                column=column,
                text=table[column][row] or "",
            )
    return numbers


def _ordered(calls: pl.DataFrame) -> pl.DataFrame:
    columns = ("roll_call", "session", "date", "description", "issues")
    return calls.select(*columns).sort("session", "roll_call")
