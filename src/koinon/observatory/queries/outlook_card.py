"""What the model card tells of a run beside its figures: what was tried, and what others publish."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from koinon.observatory.engine.outlook.trial import PUBLISHED
from koinon.observatory.models import OutlookRun

PUBLISHED_ON = {"n": 1690, "events": 98}  # the country-years of the test years 2011 to 2020 that they tell


@dataclass(frozen=True)
class Tried:
    """A setting that was tried: its measures on the years that choices were made on, and whether taken."""

    what: str
    auc: float
    ap: float
    brier: float
    taken: bool


@cache
def tried() -> tuple[Tried, ...]:
    """Everything that was tried before the test years were looked at, in the order of the table."""
    text = (files("koinon.observatory.data") / "outlook_tried.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return tuple(
        Tried(row["what"], float(row["auc"]), float(row["ap"]), float(row["brier"]), row["taken"] == "yes")
        for row in rows
    )


def measures(run: OutlookRun, direction: str) -> list[dict[str, Any]]:
    """A row for every model of the test of one direction, ours first."""
    test = run.tests[direction]
    return [{"name": name, **found} for name, found in test["measures"].items()]


def differences(run: OutlookRun, direction: str) -> list[dict[str, Any]]:
    """Ours minus each other model: a row a model and measure."""
    return [
        {"name": name, "measure": measure, **found}
        for name, measured in run.tests[direction]["differences"].items()
        for measure, found in measured.items()
    ]


def protocols(run: OutlookRun, direction: str) -> list[dict[str, Any]]:
    """The same model by the honest split and by the leaky one; of adverse transitions also as published."""
    test = run.tests[direction]
    rows = [{"protocol": "embargo", **test["measures"]["outlook"]}]
    if "leaky" in test:
        rows.append({"protocol": "leaky", **test["leaky"]})
    return rows + ([{"protocol": "published", **PUBLISHED, **PUBLISHED_ON}] if direction == "adverse" else [])


def apart(run: OutlookRun, direction: str) -> dict[str, dict[str, int]] | None:
    """On how many cases ours and the published test stand, where these are not as many; None else."""
    rows = {row["protocol"]: row for row in protocols(run, direction)}
    cases = {
        name: {"n": int(rows[key]["n"]), "events": int(rows[key]["events"])}
        for name, key in (("own", "embargo"), ("theirs", "published"))
        if key in rows
    }
    return cases if len(cases) == 2 and cases["own"] != cases["theirs"] else None


def spaces(run: OutlookRun) -> list[dict[str, Any]]:
    """The test of the six spaces, where they were loaded: a row for each space and direction."""
    rows = []
    for outcome, test in run.tests.get("spaces", {}).items():
        direction, _, space = outcome.partition(" ")
        rows.append(
            {"direction": direction, "space": space, "years": test["years"], **test["measures"]["outlook"]}
        )
    return rows
