"""Rule sets before they are published: every word of them must lead somewhere here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.actions import standing as actions
from koinon.observatory.engine.standing.fitting import near, stands_in
from koinon.observatory.engine.standing.parsing import parsed
from koinon.observatory.models import RuleSet
from koinon.observatory.queries import standing, standing_records
from koinon.observatory.queries.rule_set_checks import refuse_unfit
from koinon.observatory.queries.rule_sets import rule_set
from koinon.observatory.queries.standing import Reading
from koinon.people.models import Place
from tests.factories.observatory import NOW, place, release
from tests.observatory.standing.examples_standing import officer, published, text
from tests.observatory.standing.test_rule_set_files import FILES
from tests.observatory.standing.worlds import ratings

pytestmark = pytest.mark.django_db
NEAR = """
[criteria.rated.near]
columns = ["pr", "{column}"]
at_most = 5
"""
EVENTS = """dataset = "{dataset}"
measure = "events"
months = 12
at_least = 1
{more}
"""
FIGURE = 'dataset = "fiw"\nmeasure = "figure"\ncolumn = "status"\nscale = ["NF", "PF", "F"]\nat_least = "F"\n'
SCALE = 'scale = ["NF", "PF", "F"]\nat_least = "F"'
KINDS = 'kinds = ["{kind}"]\nstates = ["{state}"]'
FAULTS = {
    "a column": (
        '"status"', '"statuss"',
        r"line 22, \[criteria.rated\]: “statuss” is not a column of fiw as loaded here: write such as status",
    ),
    "no such column": ('"status"', '"v2x"', "“v2x” is not a column of fiw as loaded here: write such as cl,"),
    "words for numbers": (SCALE, "at_least = 2", "line 22, .* status holds words and no numbers"),
    "no category of it": (
        SCALE, 'scale = ["worse", "better"]\nat_least = "better"',
        "line 23, .*none of these categories is ever given: those of status are F, NF, PF",
    ),
    "a phrase": ('phrase = "free"', 'phrase = "freedom"', "line 18, .*“freedom” does not stand in the sent"),
    "a phrase of a term": (
        'all = ["rated"]', 'all = ["rated"]\nphrase = "every ship"',
        r"line 15, \[meets\]: “every ship” does not stand",
    ),
    "a dataset": ('"fiw"', '"fiww"', r"line 20, .*“fiww” is not a dataset: write such as fiw"),
    "a group": (
        "invented = true", 'groups = ["uno"]',
        r"line 5, .*“uno” is not a group or region here: write such as un",
    ),
    "a country for a group": ("invented = true", 'groups = ["HAL"]', "“HAL” is not a group or region here"),
    "figures to weigh by": (
        SCALE, SCALE + NEAR.format(column="cll"), "line 26, .*“cll” is not a column of fiw",
    ),
    "words to weigh by": (
        SCALE, SCALE + NEAR.format(column="status"), "line 26, .*status holds words and no numbers",
    ),
    "a kind of incident": (
        FIGURE,
        EVENTS.format(dataset="incidents", more=KINDS.format(kind="coup-sucessful", state="verified")),
        "line 24, .*“coup-sucessful” is not a kind of incident: write such as coup-successful",
    ),
    "a state of incidents": (
        FIGURE, EVENTS.format(dataset="incidents", more=KINDS.format(kind="coup-successful", state="sure")),
        "line 25, .*“sure” is not a state of incidents: write such as .*verified",
    ),
    "events without days": (FIGURE, EVENTS.format(dataset="fiw", more=""), "line 21, .*fiw has no days"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    ratings()
    place("un", "United Nations", kind=Place.Kind.GROUP)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_word_that_leads_nowhere_is_refused_with_its_line(fault: str) -> None:
    right, wrong, told = FAULTS[fault]
    assert right in text()
    written = text().replace(right, wrong, 1)
    with pytest.raises(Refused, match=told):
        refuse_unfit(parsed(written), written)
    with pytest.raises(Refused, match=told):
        actions.publish(by=officer(), text=written, reasons="As adopted.", now=NOW)
    assert not RuleSet.objects.exists()


def test_what_fits_is_taken_and_a_dataset_that_is_not_loaded_is_not_guessed_at() -> None:
    for written in (text(), text().replace('"fiw"', '"wgi"').replace('"status"', '"anything"')):
        refuse_unfit(parsed(written), written)


def test_a_column_of_any_release_is_known() -> None:
    """An older release may have what the newest lacks; the newest says what it holds."""
    release("fiw", "2024", [{"place": "HAL", "year": 2023, "old": 3}])
    written = (
        text()
        .replace('"status"', '"old"')
        .replace('scale = ["NF", "PF", "F"]\nat_least = "F"', "at_least = 2")
    )
    refuse_unfit(parsed(written), written)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rule_sets_of_the_program_fit(file: Path) -> None:
    written = file.read_text("utf-8")
    rules = parsed(written, file.name)
    for group in rules.groups:
        place(group, kind=Place.Kind.GROUP)
    refuse_unfit(rules, written, file.name)


def test_a_release_that_lacks_the_column_is_named_with_the_verdict() -> None:
    """Published while a release had it; the next one has it no more."""
    published()
    release("fiw", "2026", [{"place": "HAL", "year": 2025, "pr": 1, "cl": 1}])
    chosen, on = Reading(rule_set("harbour-charter")), date(2025, 12, 31)
    row, of = standing.row_of(chosen, "HAL", on)
    assert row.verdict == "cannot be decided"
    assert of.lacking == (("fiw 2026", "status"),)
    told = standing_records.record(row, chosen, on, of.releases, "")
    assert told["trace"][0]["why"] == "The release fiw 2026 has no column status."


@pytest.mark.parametrize(
    ("phrase", "holds"),
    [
        ("rated free", True), ("Rated  Free", True), ("rated … free", True), ("open … partly", True),
        ("partly … open", False), ("freed", False), ("", True), ("[…] free", True), ("place’s", True),
    ],
)  # fmt: skip
def test_a_phrase_stands_in_its_sentence(phrase: str, holds: bool) -> None:
    assert stands_in(phrase, "open to all that are rated\nfree or partly so, by the place's law") is holds


def test_the_nearest_names_come_first() -> None:
    assert near("v2x_regimee", ["v2x_regime", "v2x_regime_amb", "year", "pr"])[0] == "v2x_regime"
    assert near("STATUS", ["status"]) == ["status"]
    assert near("xyz", ["status"]) == []
