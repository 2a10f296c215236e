"""Who may open what: every route, tried by a stranger and by someone in each role.

The outcome stands in `permissions.tsv` beside this file, to be read by people. After a wanted change
run `REWRITE=1 python -m pytest tests/house/test_permissions.py` and look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from koinon.ledger import guard
from koinon.people.engine.roles import ROLES
from koinon.people.models import Person
from tests.factories.people import person
from tests.house.routes import World, routes

TABLE = Path(__file__).with_name("permissions.tsv")
WHO = ["signed out", "no mandate", *ROLES]
WORDS = {200: "opens", 204: "opens", 403: "no", 404: "hidden", 405: "no such way"} | dict.fromkeys(
    (400, 409, 422), "refused"
)
# Routes that a stranger may use, each for a reason that can be read here.
PUBLIC = {
    "register": "home feed search documents document source provision parties party party-feed themes theme "
    "theme-feed search-csv search-json documents-csv documents-json document-csv document-json party-csv "
    "party-json theme-csv theme-json deadlines search-feed search-deadlines documents-feed translations-feed "
    "document-deadlines party-deadlines theme-deadlines document-akn search-docx search-pdf "
    "document-docx document-pdf party-docx party-pdf theme-docx theme-pdf data data-manifest data-latest "
    "data-file documents-xlsx "
    "document-xlsx search-xlsx party-xlsx theme-xlsx "
    "stop_mail own_calendar "  # opened by a signed link
    "follow_ups-ics document_follow_ups-ics party_follow_ups-ics "
    "parties-xlsx parties-csv parties-json themes-xlsx themes-csv themes-json "
    "compare_with compare compare-xlsx compare-csv compare-json "
    "chains chains-feed chains-xlsx chains-csv chains-json "
    "answers-feed party-answers-feed "
    "search-uhri document-uhri party-uhri theme-uhri "
    "mechanisms mechanisms-xlsx mechanisms-csv mechanisms-json mechanism coverage coverage-xlsx coverage-csv "
    "coverage-json processes processes-xlsx processes-csv processes-json processes-feed processes-calendar "
    "process "
    "follow_ups follow_ups-xlsx follow_ups-csv follow_ups-json follow_ups-feed follow_up policies "
    "follow_up_figures follow_up_figures-xlsx follow_up_figures-csv follow_up_figures-json "
    "disputes disputes-xlsx disputes-csv disputes-json disputes-feed claim-figures claim-figures-xlsx "
    "claim-figures-csv claim-figures-json evidence "
    "reviews reviews-feed cycle cycle-xlsx cycle-csv cycle-json cycle-record cycle-calendar "
    "speakers-record "
    "peer_review peer_review-feed peer_review-xlsx peer_review-csv peer_review-json peer_review-uhri "
    "peer_review-docx peer_review-pdf review_paper review_paper_file "
    "reports reports-xlsx reports-csv reports-json report edition edition_table edition-file figures-xlsx "
    "figures-csv figures-json",
    "observatory": "datasets datasets-xlsx datasets-csv datasets-json dataset release observations "
    "cohesion cohesion_country cohesion_country-xlsx cohesion_country-csv cohesion_country-json "
    "cohesion_pair cohesion_pair-xlsx cohesion_pair-csv cohesion_pair-json cohesion_group "
    "cohesion_group-xlsx cohesion_group-csv cohesion_group-json cohesion_members-xlsx "
    "cohesion_members-csv cohesion_members-json cohesion_call cohesion_call-xlsx cohesion_call-csv "
    "cohesion_call-json "
    "release_unmapped-xlsx release_unmapped-csv release_unmapped-json release_indicators-xlsx "
    "release_indicators-csv release_indicators-json observations-xlsx observations-csv observations-json "
    "world places places-xlsx places-csv places-json place place-figures-xlsx "
    "incidents incidents-xlsx incidents-csv incidents-json incidents-feed incident incident_kinds "
    "incident_kinds-xlsx incident_kinds-csv incident_kinds-json "
    "flashpoints flashpoints-xlsx flashpoints-csv flashpoints-json flashpoints-calendar "
    "approach approach-xlsx approach-csv approach-json "
    "place-figures-csv place-figures-json region compare indicator indicator-xlsx "
    "indicator-csv indicator-json method world-embed world-svg world-xlsx world-csv "
    "world-json place-chart-embed place-chart-svg place-chart-xlsx place-chart-csv "
    "place-chart-json region-embed region-svg region-xlsx region-csv region-json "
    "region-changes-embed region-changes-svg region-changes-xlsx region-changes-csv "
    "region-changes-json indicator-map-embed indicator-map-svg indicator-map-xlsx "
    "indicator-map-csv indicator-map-json indicator-years-embed indicator-years-svg "
    "indicator-years-xlsx indicator-years-csv indicator-years-json compare-embed "
    "compare-svg compare-xlsx compare-csv compare-json "
    "episodes episodes-xlsx episodes-csv episodes-json episode_years-xlsx episode_years-csv "
    "episode_years-json episodes-feed episode "
    "alerts alerts-xlsx alerts-csv alerts-json alerts-feed alerts-calendar alert_rules alert "
    "stop_alerts "  # opened by a signed link
    "standings standings-xlsx standings-csv standings-json standings-feed compare_standings "
    "compare_standings-xlsx compare_standings-csv compare_standings-json rule_set_text rule_set-feed "
    "rule_set-xlsx rule_set-csv rule_set-json rule_set standing "
    "outlooks outlooks-xlsx outlooks-csv outlooks-json outlook outlook_model outlook_run",
    "api-1": "openapi-json api-root",  # its operations are tried with tokens, in test_api_permissions.py
    "ledger": "entries entries-xlsx entries-csv entries-json entry export feed key",
    "people": "invitation popolo",  # opened by a secret link; without persons
}


def outcome(client: Client, address: str) -> str:
    """What a request comes to, undone afterwards; POST where the route takes nothing else."""
    for send in (client.get, client.post):
        with transaction.atomic():
            response = send(address)
            transaction.set_rollback(True)
        if response.status_code != 405:
            break
    if address == "/health/ready":
        return WORDS[200]  # which tells that nobody works here
    assert response.status_code < 500, f"{address}: {response.status_code}"
    if response.status_code in (301, 302, 303):
        return "sign in" if "/account/login/" in response["Location"] else "goes on"
    return WORDS[response.status_code]


@pytest.fixture
def world(db: None) -> World:
    return World()


def signed_in(role: str, world: World) -> Client:
    """A visitor in that role; where the role is held for a party, for the one that brought the paper."""
    client = Client()
    if role != "signed out":
        party = world.party if role in ROLES and ROLES[role].bound == "party" else None
        visitor = person("Visitor", role=None if role == "no mandate" else role, party=party)
        client.force_login(visitor)
    return client


def table() -> dict[str, list[str]]:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    return {name: cells for name, *cells in rows}


def rewrite(world: World) -> None:
    columns = []
    for role in WHO:
        client = signed_in(role, world)
        columns.append([outcome(client, world.address(pattern)) for _, pattern in routes()])
        with guard.writing("the next one comes"):
            Person.objects.filter(name="Visitor").delete()
    rows = [[name, *cells] for (name, _), *cells in zip(routes(), *columns, strict=True)]
    TABLE.write_text("".join("\t".join(row) + "\n" for row in [["route", *WHO], *rows]), "utf-8")


def test_every_route_stands_in_the_table(world: World) -> None:
    if os.environ.get("REWRITE"):
        rewrite(world)
    assert list(table())[1:] == [name for name, _ in routes()]
    assert table()["route"] == WHO


@pytest.mark.parametrize("role", WHO)
def test_each_opens_what_the_table_says(world: World, role: str) -> None:
    client, column = signed_in(role, world), WHO.index(role)
    expected = {name: cells[column] for name, cells in table().items() if name != "route"}
    assert {name: outcome(client, world.address(pattern)) for name, pattern in routes()} == expected


def test_a_stranger_opens_only_the_public_list() -> None:
    public = {f"{space}:{name}" for space, names in PUBLIC.items() for name in names.split()}
    public |= {"register:home"}
    opened = {
        name
        for name, cells in table().items()
        if ":" in name and cells[0] not in ("sign in", "no", "needs a token")
    }
    assert opened == public
