"""Regimes of the World on the page of a country: our rule, the published class, and other releases."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from koinon.observatory.models import Release
from koinon.observatory.pages.episode_asides import regime_of_country
from koinon.observatory.queries import regimes
from koinon.observatory.templatetags.observatory_agreement import classes_by_release
from koinon.people.models import Place
from tests.factories.observatory import release
from tests.observatory.episodes.invented import NAMES, loaded, rows

pytestmark = pytest.mark.django_db
LIBERAL = {"v2x_liberal": 0.81, "v2clacjstm_osp": 3.1, "v2clacjstw_osp": 3.1, "v2cltrnslw_osp": 3.1}
FAIR = {"v2elfrfair_osp": 2.4, "v2elmulpar_osp": 2.4}


def components(version: str = "full", **changed: Any) -> Release:
    """A release with the components: elections in its third year alone, whose regime stands from then on."""
    loaded("places only")
    table = rows({"AAX": [0.7] * 12, "BBX": [0.3] * 12, "CCX": [0.7] * 12})
    for row in table:
        row |= LIBERAL | {"v2x_liberal_codelow": 0.79, "v2x_elecreg": int(row["year"] >= 2021)}
        row |= {name: value if row["year"] == 2021 else None for name, value in FAIR.items()}
        if row["unit"] == "CCX":
            row |= dict.fromkeys(FAIR)
        row |= changed
    return release("vdem", version, table)


def section(code: str) -> str:
    """The section of a country."""
    return str(regime_of_country(RequestFactory().get("/"), place=Place.objects.get(code=code)))


def test_without_figures_there_is_nothing_to_say() -> None:
    assert regime_of_country(RequestFactory().get("/"), place=Place(code="AAX")) == ""


def test_the_class_of_our_rule_stands_beside_the_published_one() -> None:
    own = components()
    told = regimes.of_place(own, "AAX")
    assert told is not None
    assert (told.year, told.regime, told.lower, told.upper, told.published) == (2030, 3, 2, 3, 2)
    page = section("AAX")
    assert "liberal democracy in 2030" in page and "The published class is electoral democracy." in page
    assert "The ends of the intervals give electoral democracy and liberal democracy." in page
    assert "Invented Institute" in page


def test_what_cannot_be_told_is_said() -> None:
    components()
    assert "of which kind cannot be told" in section("BBX")
    assert "a component is missing" in section("CCX")


def test_where_both_say_the_same_it_is_said() -> None:
    components(v2x_liberal=0.7, v2x_liberal_codelow=0.69)
    assert "The published class is the same." in section("AAX")


def test_where_the_columns_are_not_there_it_says_which() -> None:
    loaded("without components")
    page = section("AAX")
    assert "no release that is loaded holds the columns v2elfrfair_osp, v2elmulpar_osp, v2x_liberal" in page


def test_the_share_of_releases_is_told_for_a_class(client: Client) -> None:
    loaded("c1")
    assert classes_by_release("AAX") == ""
    loaded("c2", AAX=[0.6] * 12)  # a democracy, in the invented figures
    loaded("c3", AAX=[0.61] * 12)
    said = "electoral democracy in 2 of 3, electoral autocracy in 1 of 3"
    assert said in classes_by_release("AAX", 2025) and said in section("AAX")
    episode = client.get("/observatory/episodes/AAX/2021/?release=ert+c1").content.decode()
    assert "Class of Regimes of the World in 2024, by release" in episode
    assert classes_by_release("AAX", 1950) == "" and classes_by_release("NUL") == ""
    assert set(NAMES) == {"AAX", "BBX", "CCX"}
