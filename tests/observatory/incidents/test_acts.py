"""Telling, correcting, weighing and striking; sheets and datasets taken in."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.observatory.actions import incident_batches as batches
from koinon.observatory.actions import incidents as actions
from koinon.observatory.commands.incidents import incidents
from koinon.observatory.models import Incident, IncidentWording
from koinon.observatory.queries import incident_alike
from tests.factories.observatory import place, release
from tests.factories.people import party, person
from tests.observatory.incidents.examples_incidents import (
    COUP,
    GAZETTE,
    NOW,
    TODAY,
    coups,
    incident,
    officer,
    told,
)

pytestmark = pytest.mark.django_db
SECRET = "Amara Oyelaran of Fig Lane 7"


def correct(made: Incident, by: Any = None, **rest: Any) -> Incident:
    given = {name: rest.pop(name) for name in ("withhold", "why") if name in rest}
    return actions.correct(
        by=by or officer(), incident=made, revision=made.revision, told=told(**rest), today=TODAY, now=NOW,
        **({"why": "It was wrong."} | given),
    )  # fmt: skip


def test_a_key_tells_place_day_and_kind_and_no_two_are_the_same() -> None:
    assert incident().key == "ken-2031-05-04-coup-attempted"
    assert incident(anyway=True).key == "ken-2031-05-04-coup-attempted-2"
    assert incident(on=date(2029, 1, 1), exact="year").key == "ken-2029-coup-attempted"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"on": date(2031, 5, 11)}, True), ({"on": date(2031, 4, 26)}, False),
        ({"on": date(2031, 4, 1), "exact": "month"}, True), ({"on": date(2031, 1, 1), "exact": "year"}, True),
        ({"on": date(2030, 1, 1), "exact": "year"}, False), ({"kind": "self-coup"}, False),
        ({"code": "TZA"}, False),
    ],
)  # fmt: skip
def test_one_of_its_kind_within_a_week_must_be_looked_at_first(other: dict[str, Any], alike: bool) -> None:
    incident()
    if alike:
        with pytest.raises(Refused, match="Barracks in revolt"):
            incident(**other)
    assert incident(anyway=alike, **other).pk


def test_what_was_struck_is_alike_to_nothing() -> None:
    made = incident()
    actions.strike(by=officer(), incident=made, revision=1, reasons="Told twice.", now=NOW)
    assert incident_alike.alike("KEN", "coup-attempted", date(2031, 5, 4), "day") == []


def test_a_group_of_countries_has_no_incident() -> None:
    place("east", kind="group")
    with pytest.raises(Refused, match="no country or territory"):
        actions.tell(by=officer(), told=told("east"), today=TODAY, now=NOW)


def test_only_who_speaks_for_a_party_tells_for_it() -> None:
    coast, isle = party("coast", "Coast"), party("isle", "Isle")
    kai = person("Kai", role="coordinator", party=coast)
    assert incident(by=kai, behalf=coast).behalf == coast
    for behalf in (isle, None):
        with pytest.raises(NotPermitted):
            incident(by=kai, behalf=behalf, kind="spyware")
    assert incident(by=person("Fay", role="focal-point", party=isle), behalf=isle, kind="spyware").pk
    for role in ("validator", "observer", "reviewer"):
        with pytest.raises(NotPermitted):
            incident(by=person(role, role=role, party=coast), behalf=coast, kind="pushback")
    assert incident(by=person("Ann", role="analyst"), kind="pushback").pk


def test_a_party_corrects_what_it_told_and_what_was_verified_is_reported_again() -> None:
    coast = party("coast", "Coast")
    kai = person("Kai", role="coordinator", party=coast)
    made = incident(by=kai, behalf=coast)
    made = actions.verify(by=officer(), incident=made, revision=1, state="verified", reasons="Seen.", now=NOW)
    with pytest.raises(NotPermitted):
        correct(incident(kind="spyware"), by=kai, kind="spyware")
    assert correct(made, by=kai, title="Mutiny").state == "reported"
    made.refresh_from_db()
    made = actions.verify(
        by=officer(), incident=made, revision=3, state="verified", reasons="Seen again.", now=NOW
    )
    with pytest.raises(NotPermitted):
        actions.strike(by=kai, incident=made, revision=4, reasons="No.", now=NOW)
    assert correct(made, title="Mutiny of May").state == "verified"


def test_a_change_upon_an_old_version_is_refused() -> None:
    made = incident()
    correct(made, title="Mutiny")
    with pytest.raises(Refused, match="meanwhile"):
        correct(made, title="Revolt")


def test_corroborated_needs_a_second_source_and_reasons_are_needed_always() -> None:
    made = incident()
    for state, reasons in (
        ("corroborated", "Seen."),
        ("verified", " "),
        ("struck", "Seen."),
        ("odd", "Seen."),
    ):
        with pytest.raises(Refused):
            actions.verify(by=officer(), incident=made, revision=1, state=state, reasons=reasons, now=NOW)
    with pytest.raises(Refused):
        actions.strike(by=officer(), incident=made, revision=1, reasons="", now=NOW)
    assert Entry.objects.filter(about=f"incident:{made.key}").count() == 1


def test_words_that_endanger_someone_can_be_taken_out_of_everything(client: Client) -> None:
    made = incident(title=f"{SECRET} was taken", account=f"{SECRET} told us.")
    made = correct(made, title="A defender was taken", account="", withhold=True, why="It named someone.")
    assert IncidentWording.objects.get().withheld
    gone = incident(kind="spyware", title=f"{SECRET} was watched", account=SECRET)
    gone = actions.strike(
        by=officer(), incident=gone, revision=1, reasons="It named someone.", withhold=True, now=NOW
    )
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)))
    assert "A defender was taken" in client.get(made.get_absolute_url()).content.decode()
    everywhere = [
        made.get_absolute_url(), gone.get_absolute_url(), "/observatory/incidents/?state=all",
        "/observatory/incidents.atom?state=all", f"/api/v1/incidents/{made.key}",
        f"/api/v1/incidents/{gone.key}", "/ledger/", "/ledger.atom",
    ]  # fmt: skip
    for address in everywhere:
        assert SECRET not in client.get(address).content.decode(), address
    assert SECRET not in facts and SECRET not in made.key + gone.key


# ── Many at once ──

HEADER = "place,kind,on,title,sources\n"


def test_a_sheet_is_shown_row_by_row_and_nothing_is_kept_while_any_is_wrong() -> None:
    place("KEN", "Kenya")
    client = Client()
    client.force_login(officer())
    rows = "Kenya,spyware,2021-05,A device was entered,Lab\nAtlantis,spyware,2021,Found,Lab\n"
    page = bring(client, HEADER + rows)
    assert page.status_code == 422 and "Atlantis" in page.content.decode()
    assert "its name or its three letters" in page.content.decode() and Incident.objects.count() == 0


def bring(client: Client, text: str) -> Any:
    file = SimpleUploadedFile("events.csv", text.encode())
    return client.post("/desk/observatory/incidents/bring", {"file": file, "behalf": ""})


def test_a_right_sheet_is_looked_at_then_taken_in_whole_and_once() -> None:
    place("KEN", "Kenya")
    client = Client()
    client.force_login(officer())
    text = HEADER + "Kenya,spyware,2021-05,A device was entered,Lab\nKEN,release,2021-06-01,Free,Lab\n"
    page = bring(client, text)
    assert page.status_code == 200 and Incident.objects.count() == 0
    kept = page.context["preview"].kept
    taken = {"kept": kept, "behalf": ""}
    assert client.post("/desk/observatory/incidents/bring", taken).status_code == 302
    assert sorted(Incident.objects.values_list("title", flat=True)) == ["A device was entered", "Free"]
    assert client.post("/desk/observatory/incidents/bring", taken).status_code == 200
    assert Incident.objects.count() == 2
    again = bring(client, text)
    assert again.context["preview"].alike == 2 and "Stands here already" in again.content.decode()


def test_a_sheet_that_waits_is_not_taken_by_someone_else() -> None:
    place("KEN", "Kenya")
    first, second = Client(), Client()
    first.force_login(officer())
    second.force_login(person("Ann", role="analyst"))
    kept = bring(first, HEADER + "Kenya,release,2021,Free,Lab\n").context["preview"].kept
    page = second.post("/desk/observatory/incidents/bring", {"kept": kept, "behalf": ""})
    assert page.status_code == 200 and Incident.objects.count() == 0


def test_all_are_brought_or_none() -> None:
    wrong = told(title="")
    with pytest.raises(Refused):
        batches.bring(by=officer(), told=[told(), wrong], today=TODAY, now=NOW)
    assert Incident.objects.count() == 0


def test_bringing_three_asks_as_much_of_the_database_as_bringing_one() -> None:
    counts = []
    for n in (1, 3):
        rows = [told(kind="spyware", on=date(2020 + n, 1 + 2 * i, 1), title=f"Found {i}") for i in range(n)]
        by = officer()
        with CaptureQueriesContext(connection) as seen:
            batches.bring(by=by, told=rows, today=TODAY, now=NOW)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_dataset_is_taken_in_once_with_one_entry_and_its_rows_are_named() -> None:
    made = coups("2.1.2", COUP, {**COUP, "coup_id": "2", "event_type": "attempted", "month": 9})
    taken = batches.take(by=officer(), dataset="coups-cline", now=NOW)
    assert (taken.new, taken.known, taken.alike, taken.others) == (2, 0, 0, 0)
    one = Incident.objects.get(row="70003101963")
    assert (one.release, one.title, one.on) == (made, "Coup that succeeded: Afghanistan", date(1963, 3, 10))
    assert "Invented Institute" in one.sources[0]["name"]
    again = batches.take(by=officer(), dataset="coups-cline", now=NOW)
    assert (again.new, again.known) == (0, 2) and Incident.objects.count() == 2
    coups("2.2", COUP, {**COUP, "coup_id": "3", "year": 1978})
    later = batches.take(by=officer(), dataset="coups-cline", now=NOW)
    assert (later.new, later.known) == (1, 1)
    assert Entry.objects.filter(verb="observatory.take_incidents").count() == 3


def test_what_another_source_tells_of_is_left_out_unless_it_is_wanted() -> None:
    coups()
    batches.take(by=officer(), dataset="coups-cline", now=NOW)
    counts = {"place": "AFG", "year": 1963, "pt_coup_num": 1, "pt_failed_num": 1}
    release("coups-powell-thyne", "2025", [counts])
    taken = batches.take(by=officer(), dataset="coups-powell-thyne", now=NOW)
    assert (taken.new, taken.alike) == (1, 1)
    failed = Incident.objects.get(kind="coup-attempted")
    assert failed.exact == "year" and failed.on == date(1963, 1, 1)
    assert batches.take(by=officer(), dataset="coups-powell-thyne", anyway=True, now=NOW).new == 1


def test_rows_of_units_that_are_not_known_are_counted_not_lost() -> None:
    coups("1", COUP, {**COUP, "coup_id": "2", "place": None, "unit": "999"})
    assert batches.take(by=officer(), dataset="coups-cline", now=NOW).others == 1


def test_a_dataset_that_is_not_loaded_or_has_no_events_is_named() -> None:
    with pytest.raises(Refused, match="koinon observatory load coups-cline"):
        batches.take(by=officer(), dataset="coups-cline", now=NOW)
    with pytest.raises(Refused, match="is none of these"):
        batches.take(by=officer(), dataset="vdem", now=NOW)
    client = Client()
    client.force_login(officer())
    page = client.post("/desk/observatory/incidents/from/acled", follow=True).content.decode()
    assert "koinon observatory load acled" in page


# ── The terminal ──


def run(*words: str) -> Any:
    return CliRunner().invoke(incidents, words, obj=nullcontext)


def test_a_sheet_is_brought_from_the_terminal(tmp_path: Path) -> None:
    place("KEN", "Kenya")
    file, mapped = tmp_path / "events.csv", tmp_path / "kinds.toml"
    file.write_text(HEADER + "Kenya,crackdown,2021-05,Broken up,Lab\n", "utf-8")
    wrong = run("bring", str(file))
    assert isinstance(wrong.exception, Refused) and "row 2, kind" in wrong.stderr
    mapped.write_text('crackdown = "force-against-protest"\n', "utf-8")
    checked = run("bring", str(file), "--kind-map", str(mapped), "--check")
    assert "1 rows are right" in checked.stdout and Incident.objects.count() == 0
    assert "1 incidents taken in" in run("bring", str(file), "--kind-map", str(mapped)).stdout
    again = run("bring", str(file), "--kind-map", str(mapped))
    assert isinstance(again.exception, Refused) and "may be ken-2021-05-force" in again.stderr
    mapped.write_text("crackdown = 3\n", "utf-8")
    assert "no map of kinds" in str(run("bring", str(file), "--kind-map", str(mapped)).exception)


def test_a_dataset_is_taken_in_from_the_terminal() -> None:
    coups()
    assert "1 taken in; 0 stood already" in run("from", "coups-cline").stdout
    assert "0 taken in; 1 stood already" in run("from", "coups-cline").stdout
    assert GAZETTE.name not in run("kinds").stdout and "red-tagging" in run("kinds").stdout
