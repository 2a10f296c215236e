"""The table of countries and territories, against ISO 3166."""

from __future__ import annotations

from collections import Counter

import pycountry
import pytest

from koinon.people.engine.catalogue import directory
from koinon.people.engine.groups import groups
from koinon.people.engine.kinds import PlaceKind
from koinon.people.engine.places import LANGUAGES, place, places

OUTSIDE_ISO = {"XKX"}


def test_every_entry_of_iso_3166_is_there_with_its_codes() -> None:
    ours = {p.code: (p.alpha2, p.m49) for p in places() if p.until is None and p.code not in OUTSIDE_ISO}
    assert ours == {c.alpha_3: (c.alpha_2, c.numeric) for c in pycountry.countries}


def test_former_states_carry_their_withdrawn_codes() -> None:
    former = {p.code for p in places() if p.until is not None}
    withdrawn = {c.alpha_3 for c in pycountry.historic_countries}
    assert former
    assert former <= withdrawn


def test_countries_are_the_members_and_observers_of_the_united_nations_and_former_states() -> None:
    countries = [p for p in places() if p.kind is PlaceKind.COUNTRY]
    assert Counter(p.until is None for p in countries) == {True: 193 + 2, False: 6}


def test_every_place_is_named_in_three_languages_and_stands_in_a_region() -> None:
    for p in places():
        assert p.name
        assert p.names["fr"]
        assert p.names["es"]
        assert p.region or p.until is not None


def test_names_stand_without_stray_spaces_or_doubles() -> None:
    for p in places():
        for name in (p.name, *p.names.values(), *p.aliases, *p.acronyms, *p.demonyms):
            assert name == " ".join(name.split())
        assert len(set(p.aliases)) == len(p.aliases)


def test_a_place_is_found_by_its_code() -> None:
    japan = place("JPN")
    assert japan is not None
    assert (japan.name, japan.names["fr"], japan.party) == ("Japan", "Japon", "state-jpn")
    assert place("jpn") is None
    greenland = place("GRL")
    assert greenland is not None
    assert greenland.party == "territory-grl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_region_and_group_has_a_name_of_its_own_in_each_language(language: str) -> None:
    for found in (places(), groups()):
        names = [one.names[language].strip() for one in found]
        assert all(names) and len(set(names)) == len(names)


def test_names_in_languages_that_papers_are_not_read_in_are_no_names_of_parties() -> None:
    known = directory()
    assert known.resolve("Suisse") is not None and known.resolve("Swiss") is None
    assert known.resolve("Union européenne") is not None and known.resolve("Uni Eropa") is None
