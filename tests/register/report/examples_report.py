"""One example of every action upon reports."""

from __future__ import annotations

from typing import Any

from koinon.register.actions import reports
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Report
from tests.house.actions import example
from tests.register.report.worlds import AS_OF, LATER, Harbour, harbour, report

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
