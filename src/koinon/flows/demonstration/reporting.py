"""The invented partnership's report to its next conference, begun: it can be published tomorrow."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from koinon.flows.demonstration.partnership import MIRA
from koinon.people.queries import persons
from koinon.register.actions import reports
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Report

TITLE = "Report to the Conference of the Halcyon Partnership (invented)"
PROSE = {
    Key.INTRODUCTION: "The conference asked to be told *what became of its recommendations*. "
    "This report tells it as the register stood at the end of the day named above.\n\nIt looks at:\n\n"
    "- who has answered, and who is silent\n- how far it is done, **as each side says**\n"
    "- where accounts contradict each other",
    Key.SILENCE: "The secretariat wrote to every focal point before the date and after it.",
    Key.CONCLUSIONS: "The conference may wish to:\n\n1. ask those who are silent to answer\n2. hear both "
    "sides where accounts contradict each other",
}


def begin_report(now: datetime) -> None:
    """A draft as of today, with its first prose."""
    if Report.objects.filter(title=TITLE).exists():
        return
    mira = persons.person_of(MIRA)
    assert mira is not None
    today = now.astimezone(ZoneInfo(settings.ENV.time_zone)).date()
    made = reports.make(by=mira, covers=reports.Covers(TITLE, today), now=now)
    written = [Section(key, "", prose) for key, prose in PROSE.items()]
    reports.write(by=mira, report=made, revision=made.revision, written=written, now=now)
