"""Who belonged to which group on which day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from koinon.people.engine.groups import group, groups
from koinon.people.engine.kinds import PlaceKind
from koinon.people.engine.places import place

SIZES = [
    # the United Nations without members that are no more: Czechoslovakia and Yugoslavia (in all these years
    # and, between 1973 and 1990, East Germany and Democratic Yemen
    ("un", date(1945, 12, 31), 51 - 2),
    ("un", date(1955, 12, 31), 76 - 2),
    ("un", date(1975, 12, 31), 144 - 4),
    ("un", date(1984, 12, 31), 159 - 4),
    ("un", date(1990, 12, 31), 159 - 2),
    ("un", date(2011, 7, 13), 192),
    ("un", date(2011, 7, 14), 193),
    ("asean", date(1967, 8, 7), 0),
    ("asean", date(1967, 8, 8), 5),
    ("asean", date(1999, 4, 30), 10),
    ("asean", date(2025, 10, 25), 10),
    ("asean", date(2025, 10, 26), 11),
    ("eu", date(1957, 12, 31), 0),
    ("eu", date(1958, 1, 1), 6),
    ("eu", date(1995, 1, 1), 15),
    ("eu", date(2004, 5, 1), 25),
    ("eu", date(2013, 7, 1), 28),
    ("eu", date(2019, 12, 31), 28),
    ("eu", date(2020, 1, 31), 28),
    ("eu", date(2020, 2, 1), 27),
    ("council-of-europe", date(2022, 3, 15), 47),
    ("council-of-europe", date(2022, 3, 16), 46),
    ("osce", date(2012, 11, 20), 56),
    ("osce", date(2012, 11, 21), 57),
    ("nato", date(1949, 8, 24), 12),
    ("nato", date(2004, 3, 29), 26),
    ("nato", date(2024, 3, 6), 31),
    ("nato", date(2024, 3, 7), 32),
    ("oas", date(2023, 11, 18), 35),
    ("oas", date(2023, 11, 19), 34),
    ("african-union", date(2017, 1, 29), 54),
    ("african-union", date(2017, 1, 30), 55),
    ("ecowas", date(2024, 12, 31), 15),
    ("ecowas", date(2025, 1, 29), 12),
    ("sadc", date(2020, 1, 1), 16),
    ("commonwealth", date(2022, 7, 1), 56),
    ("mercosur", date(2000, 1, 1), 4),
    ("celac", date(2012, 1, 1), 33),
    ("pacific-islands-forum", date(2020, 1, 1), 18),
    ("saarc", date(2007, 1, 1), 7),
    ("saarc", date(2008, 1, 1), 8),
    ("bimstec", date(2010, 1, 1), 7),
    ("arab-league", date(1945, 3, 22), 6),
    ("arab-league", date(2000, 1, 1), 22),
    ("oic", date(2020, 1, 1), 57),
    ("gcc", date(2000, 1, 1), 6),
    ("g7", date(1980, 1, 1), 7),
    ("g20", date(2023, 9, 8), 20),
    ("g20", date(2023, 9, 9), 21),
    ("brics", date(2010, 1, 1), 4),
    ("brics", date(2023, 12, 31), 5),
    ("brics", date(2024, 1, 1), 9),
    ("brics", date(2025, 1, 6), 10),
    ("oecd", date(1961, 9, 30), 17),
    ("oecd", date(1964, 4, 28), 21),
    ("oecd", date(2021, 5, 25), 38),
    ("international-idea", date(2020, 1, 1), 34),
    ("international-idea", date(2024, 1, 1), 35),
    ("cod-governing-council", date(2024, 1, 1), 30),
    ("cod-convening-group", date(2002, 11, 12), 10),
    ("media-freedom-coalition", date(2024, 1, 1), 51),
    ("equal-rights-coalition", date(2024, 1, 1), 43),
    ("visegrad-group", date(1992, 1, 1), 2),
    ("visegrad-group", date(1993, 1, 1), 4),
]


@pytest.mark.parametrize(("key", "day", "size"), SIZES)
def test_groups_have_as_many_members_as_they_had(key: str, day: date, size: int) -> None:
    found = group(key)
    assert found is not None
    assert len(found.on(day)) == size


@pytest.mark.parametrize(
    ("key", "code", "days_in", "days_out"),
    [
        ("eu", "GBR", [date(1973, 1, 1), date(2020, 1, 31)], [date(1972, 12, 31), date(2020, 2, 1)]),
        (
            "commonwealth",
            "GMB",
            [date(2013, 10, 2), date(2018, 2, 8)],
            [date(2013, 10, 3), date(2018, 2, 7)],
        ),
        ("commonwealth", "MDV", [date(2016, 10, 12), date(2020, 2, 1)], [date(2016, 10, 13)]),
        ("council-of-europe", "RUS", [date(1996, 2, 28)], [date(2022, 3, 16)]),
        ("un", "CHE", [date(2002, 9, 10)], [date(2002, 9, 9)]),
        ("asean", "TLS", [date(2026, 1, 1)], [date(2025, 10, 25)]),
        ("african-union", "MAR", [date(2017, 1, 30)], [date(2017, 1, 29)]),
    ],
)
def test_who_came_and_went(key: str, code: str, days_in: list[date], days_out: list[date]) -> None:
    found = group(key)
    assert found is not None
    assert all(code in found.on(day) for day in days_in)
    assert not any(code in found.on(day) for day in days_out)


def test_memberships_name_known_places_or_groups_in_order_of_time() -> None:
    keys = {g.key for g in groups()}
    for g in groups():
        for m in g.members:
            assert place(m.code) is not None or m.code in keys, (g.key, m.code)
            assert m.since is None or m.until is None or m.since < m.until
        spans = sorted((m.code, m.since or date.min, m.until or date.max) for m in g.members)
        for (code, _, until), (next_code, since, _) in pairwise(spans):
            assert code != next_code or until <= since, (g.key, code)


def test_every_group_names_its_source_and_what_is_not_certain() -> None:
    for g in groups():
        assert g.source
        assert g.names["fr"]
        assert g.names["es"]
        assert g.members or not g.listed
        certain = g.listed and all(m.since is not None for m in g.members)
        assert certain or g.note or g.kind is PlaceKind.REGION, g.key


def test_regions_hold_the_places_of_the_regions_inside_them() -> None:
    south_east, asia, world = group("m49-035"), group("m49-142"), group("m49-001")
    assert south_east is not None
    assert asia is not None
    assert world is not None
    today = date(2026, 1, 1)
    assert sorted(south_east.on(today)) == [
        "BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM",
    ]  # fmt: skip
    assert set(south_east.on(today)) < set(asia.on(today)) < set(world.on(today))


def test_a_year_or_a_month_counts_from_its_first_day() -> None:
    sadc = group("sadc")
    assert sadc is not None
    (south_africa,) = (m for m in sadc.members if m.code == "ZAF")
    assert (south_africa.since, south_africa.exact) == (date(1994, 1, 1), False)
    (angola,) = (m for m in sadc.members if m.code == "AGO")
    assert angola.exact
