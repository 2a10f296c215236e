"""From units to places: dated rows, fallbacks, and nothing lost."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.observatory.engine.crosswalk import (
    OUT_OF_TIME,
    Crosswalk,
    Unit,
    compared,
    lost,
    reason_in,
    reasons,
    units,
)
from koinon.people.engine.places import place, places

SCHEMES = sorted({unit.scheme for unit in units()})


def test_no_code_leads_to_two_places_in_one_year() -> None:
    held: dict[tuple[str, str], list[Unit]] = {}
    for unit in units():
        held.setdefault((unit.scheme, unit.key), []).append(unit)
    for rows in held.values():
        ordered = sorted(rows, key=lambda row: row.since or 0)
        for before, after in pairwise(ordered):
            assert before.until is not None and before.until <= (after.since or 0), (before, after)
    assert all(u.since is None or u.until is None or u.since < u.until for u in units())


def test_every_row_leads_to_a_known_place_or_says_why_not() -> None:
    for unit in units():
        assert place(unit.place) if unit.place else unit.note, unit


def test_iso_codes_agree_with_the_table_of_places() -> None:
    of = {
        scheme: {u.code: u.place for u in units() if u.scheme == scheme} for scheme in ("iso2", "iso3", "m49")
    }
    for one in places():
        assert of["iso3"][one.code] == one.code
        assert Crosswalk(["iso2"], {}).place(one.alpha2, (one.until.year if one.until else 2025) - 1)[0] in (
            one.code, "SCG",
        )  # fmt: skip
    assert of["iso2"]["NA"] == "NAM"


@pytest.mark.parametrize(
    ("schemes", "code", "year", "found"),
    [
        (["iso2"], "NA", 2020, "NAM"),
        (["cow"], "365", 1910, "RUS"),
        (["cow"], "365", 1989, "SUN"),
        (["cow"], "365", 1992, "RUS"),
        (["cow"], "345", 1990, "YUG"),
        (["cow"], "345", 2004, "SCG"),
        (["cow"], "345", 2010, "SRB"),
        (["gw"], "340", 2010, "SRB"),
        (["cow"], "255", 2010, "DEU"),
        (["gw"], "260", 2010, "DEU"),
        (["gw"], "678", 2010, "YEM"),
        (["cow"], "679", 2010, "YEM"),
        (["vdem", "iso3"], "HKG", 2010, "HKG"),
        (["vdem", "iso3"], "PSG", 2010, None),
        (["fh", "name"], "Czechoslovakia", 1980, "CSK"),
        (["fh", "name"], "Yugoslavia (Serbia & Montenegro)", 1999, "YUG"),
        (["fh", "name"], "Yugoslavia (Serbia & Montenegro)", 2004, "SCG"),
        (["fh", "name"], "Vietnam, N.", 1974, "VNM"),
        (["fh", "name"], "Germany, W.", 1974, "DEU"),
        (["fh", "name"], "côte d’ivoire", 1974, "CIV"),
        (["wb", "iso3"], "ROM", 2010, "ROU"),
        (["polity", "cow"], "364", 1980, "SUN"),
        (["unvotes", "iso2"], "YU", 2015, "SRB"),
        (["iso3"], "QQX", 2010, None),
    ],
)
def test_units_lead_where_they_should(schemes: list[str], code: str, year: int, found: str | None) -> None:
    assert Crosswalk(schemes, {}).place(code, year)[0] == found


def test_what_leads_nowhere_says_why() -> None:
    walk = Crosswalk(["vdem", "iso3"], {})
    assert walk.place("ZZB", 2000) == (None, "a part of Tanzania, coded by itself")
    assert walk.place("DDR", 2000)[0] == "DDR"  # the code of ISO 3166-3 stands without dates
    assert Crosswalk(["vdem"], {}).place("DDR", 2000) == (None, OUT_OF_TIME)
    assert walk.place("QQX", 2000) == (None, "")


def test_every_reason_is_told_in_every_language_and_no_other_is_kept() -> None:
    given = {row.note for row in units() if not row.place} | {OUT_OF_TIME}
    assert set(reasons()) == given
    for words in reasons().values():
        assert set(words) == {"en", "fr", "es", "ar", "id"} and all(words.values())


def test_a_reason_that_nobody_translated_stays_as_it_is_and_says_so() -> None:
    assert reason_in("fr", "a part of Tanzania since 1964")[1] == "fr"
    assert reason_in("de", "a part of Tanzania since 1964") == ("a part of Tanzania since 1964", "en")
    assert reason_in("fr", "a reason of old") == ("a reason of old", "en")


def test_a_place_that_was_added_here_is_found_by_code_and_by_name() -> None:
    walk = Crosswalk(["vdem", "iso3"], {"sml": "sml", "Quorra": "quorra"})
    assert walk.place("SML", 2000)[0] == "sml"
    assert walk.place("QUORRA", 2000)[0] == "quorra"
    assert walk.place("NAM", 2000)[0] == "NAM"


@given(st.sampled_from(SCHEMES), st.sampled_from(units()), st.integers(1789, 2030))
def test_a_unit_leads_to_the_row_that_holds(scheme: str, unit: Unit, year: int) -> None:
    found, reason = Crosswalk([scheme], {}).place(unit.code, year)
    slow = [u for u in units() if u.scheme == scheme and u.key == compared(scheme, unit.code) and u.on(year)]
    assert found == (slow[0].place or None if slow else None)
    assert len(slow) <= 1
    assert not (found and reason)


@given(st.lists(st.tuples(st.sampled_from(["NAM", "ZZB", "QQX", "NA"]), st.integers(1990, 1993)), min_size=1))
def test_every_row_is_either_placed_or_reported(rows: list[tuple[str, int]]) -> None:
    keys = pl.DataFrame(rows, schema={"unit": pl.String, "year": pl.Int32}, orient="row")
    counted = keys.group_by("unit", "year").agg(rows=pl.len())
    led = Crosswalk(["vdem", "iso3"], {}).led(counted).with_columns(unit_name=pl.lit(None, pl.String))
    told = sum(one.rows for one in lost(led))
    assert told == sum(unit != "NAM" for unit, _ in rows)
