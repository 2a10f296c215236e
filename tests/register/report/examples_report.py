"""One example of every action upon reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from koinon.register.actions import reports
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Report
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api
from tests.register.report.worlds import AS_OF, LATER, Harbour, harbour, report

DAY, NOW = date(2024, 12, 31), datetime(2025, 1, 2, tzinfo=UTC)
COVERS = reports.Covers("Report to the Third Conference", AS_OF)


def upon(**rest: Any) -> dict[str, Any]:
    """The arguments of an action upon a draft."""
    here, made = drafted()
    return {"by": here.officer, "report": made, "revision": made.revision, **rest}


def drafted() -> tuple[Harbour, Report]:
    here = harbour()
    return here, report(here)


@example("register.make_report")
def make() -> dict[str, Any]:
    return {"by": harbour().officer, "covers": COVERS, "now": LATER}


@example("register.change_report")
def change() -> dict[str, Any]:
    return upon(covers=COVERS, now=LATER)


@example("register.write_report")
def write() -> dict[str, Any]:
    return upon(written=[Section(Key.INTRODUCTION, "", "A year has passed.")], now=LATER)


@example("register.choose_examples")
def choose_examples() -> dict[str, Any]:
    here, made = drafted()
    chosen = [(here.threads["corva"].pk, "They did it.")]
    return {
        "by": here.officer, "report": made, "revision": made.revision, "examples": chosen, "now": LATER,
    }  # fmt: skip


@example("register.publish_report")
def publish() -> dict[str, Any]:
    return upon(now=LATER)


@example("register.delete_report")
def delete() -> dict[str, Any]:
    return upon()


def a_report() -> Report:
    """The report with an edition, on whatever the house's world holds."""
    if found := Report.objects.filter(editions__isnull=False).first():
        return found
    rita = person("Rita", role="secretariat")
    made = reports.make(by=rita, covers=reports.Covers("Report to the First Conference", DAY), now=NOW)
    return reports.publish(by=rita, report=made, revision=made.revision, now=NOW).report


@fills("reports/")
def in_routes(_world: Any) -> dict[str, Any]:
    return {"slug": a_report().slug, "form": "pdf"}


@fills("desk/reports/")
def in_desk_routes(_world: Any) -> dict[str, Any]:
    return {"pk": a_report().pk, "form": "docx"}


@fills_api
def in_paths(_world: Any) -> dict[str, Any]:
    made = a_report()
    return {"/reports/{slug}": made.slug, "/editions/{number}": 1, "/desk/reports/{pk}": made.pk}
