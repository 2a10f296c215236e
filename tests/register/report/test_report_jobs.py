"""What a job does for a report is done once, whatever dies on the way, and what went wrong is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register import tasks
from koinon.register.actions import report_jobs, reports
from koinon.register.models import EditionFile, Report
from koinon.register.queries import report_files
from koinon.register.queries import reports as queries
from tests.register.report.worlds import LATER, Harbour, harbour, report

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands where a process ends: nothing catches it."""


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def waiting(here: Harbour, made: Report, working: str = "publishing") -> Report:
    report_jobs.begin(report=made, working=working, person=here.officer)
    made.refresh_from_db()
    assert made.working == working
    return made


def run(here: Harbour, made: Report, **rest: Any) -> Report:
    given = {"person": here.officer, "revision": made.revision, **rest}
    report_jobs.carry_out(report=made, now=LATER, **given)
    return Report.objects.get(pk=made.pk)


def published(made: Report) -> int:
    return Entry.objects.filter(verb="register.publish_report", about=f"report:{made.slug}").count()


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%work_on_report'")
        return int(cursor.fetchone()[0])


def test_a_job_publishes_what_takes_long_and_tells_what_went_wrong() -> None:
    here = harbour()
    made = run(here, waiting(here, report(here)))
    assert (made.working, made.problem, made.editions.count()) == ("", "", 1)
    made = run(here, waiting(here, made))
    assert made.working == "" and "Nothing has changed" in made.problem and made.editions.count() == 1


def dies_in(where: str, after: bool) -> Any:
    """The process ends in that step: before it, or when it is done."""
    module, _, name = where.rpartition(".")
    of: Callable[..., Any] = getattr(report_files if module == "report_files" else reports, name)

    def step(*args: Any, **kwargs: Any) -> Any:
        if after:
            of(*args, **kwargs)
        raise Killed

    return mock.patch(f"koinon.register.{'queries' if module == 'report_files' else 'actions'}.{where}", step)


@pytest.mark.parametrize("where", ["report_files.files", "reports.record", "reports.count"])
@pytest.mark.parametrize("after", [False, True])
def test_a_run_that_was_killed_has_done_nothing_and_is_done_again(where: str, after: bool) -> None:
    here = harbour()
    made = report(here)
    with guard.writing("nothing is counted yet"):
        Report.objects.filter(pk=made.pk).update(counted=None, counted_for="")
    wanted = report_files.files(queries.paper(made, queries.count(made)))
    made = waiting(here, Report.objects.get(pk=made.pk))
    with dies_in(where, after), pytest.raises(Killed):
        run(here, made)
    made.refresh_from_db()
    assert (made.working, made.editions.count(), EditionFile.objects.count(), published(made)) == (
        "publishing", 0, 0, 0,
    )  # fmt: skip
    desk = Client()
    desk.force_login(here.officer)
    assert "The edition is being made" in desk.get(f"/desk/reports/{made.pk}/").content.decode()
    made = run(here, made)
    edition = made.editions.get()
    assert edition.digests == {form: hashlib.sha256(data).hexdigest() for form, data in wanted.items()}
    assert (made.working, made.problem, published(made)) == ("", "", 1)
    assert "The edition is being made" not in desk.get(f"/desk/reports/{made.pk}/").content.decode()


def test_a_run_that_was_killed_when_all_was_done_does_nothing_again() -> None:
    here = harbour()
    waiting_for = waiting(here, report(here))
    made = run(here, waiting_for)
    again = run(here, waiting_for)  # the job knows the report as it was
    assert (again.editions.count(), again.problem, again.revision) == (1, "", made.revision)
    assert published(made) == 1


def test_no_report_waits_for_a_job_that_was_never_begun() -> None:
    here = harbour()
    made = report(here)
    with mock.patch("procrastinate.jobs.JobDeferrer.defer", side_effect=Killed), pytest.raises(Killed):
        report_jobs.begin(report=made, working="publishing", person=here.officer)
    made.refresh_from_db()
    assert (made.working, jobs()) == ("", 0)
    waiting(here, made)
    report_jobs.begin(report=made, working="publishing", person=here.officer)
    assert jobs() == 1, "one at a time"


def test_whoever_may_no_longer_publish_is_told_and_the_report_waits_for_nothing() -> None:
    here = harbour()
    made = waiting(here, report(here))
    with guard.writing("the mandate ends"):
        here.officer.mandates.all().delete()
    made = run(here, made)
    assert made.working == "" and made.problem and made.editions.count() == 0


def test_whoever_is_no_longer_there_publishes_nothing() -> None:
    here = harbour()
    made = waiting(here, report(here))
    gone = str(here.officer.pk)
    with guard.writing("the person is gone"):
        Person.objects.filter(pk=here.officer.pk).delete()
    tasks.work_on_report(report=made.pk, person=gone, revision=made.revision)
    made.refresh_from_db()
    assert made.working == "" and made.problem and made.editions.count() == 0


@pytest.mark.parametrize("fault", [MemoryError, KeyError, DatabaseError])
def test_a_fault_is_told_and_the_report_waits_for_nothing(fault: type[Exception]) -> None:
    here = harbour()
    made = waiting(here, report(here))
    with mock.patch("koinon.register.queries.report_files.files", side_effect=fault("no room")):
        made = run(here, made)
    assert made.working == "" and fault.__name__ in made.problem and "no room" not in made.problem
    assert made.editions.count() == 0


def test_while_the_database_is_away_the_report_goes_on_waiting() -> None:
    here = harbour()
    made = waiting(here, report(here))
    with (
        mock.patch("koinon.register.queries.report_files.files", side_effect=OperationalError("away")),
        pytest.raises(OperationalError),
    ):
        run(here, made)
    made.refresh_from_db()
    assert (made.working, made.problem) == ("publishing", "")
