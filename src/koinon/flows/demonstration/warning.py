"""The invented partnership is warned: a pass over the invented figures, and what the secretariat does."""

from __future__ import annotations

from datetime import datetime

from koinon.flows.demonstration.partnership import MIRA
from koinon.observatory.actions import alert_threads, alerting
from koinon.observatory.models import Alert
from koinon.people.models import Person
from koinon.people.queries import persons

ASSESSED = (
    "The figures follow what the secretariat has seen since last summer: two broadcasters lost their "
    "licences, and the court that could have objected has not sat. Invented for the demonstration."
)
FALSE = (
    "The committee compared the coders’ notes: the question was understood otherwise this year, and nothing "
    "changed on the ground. Invented for the demonstration."
)


def warn(now: datetime) -> int:
    """Raise what the rules find, and take the first steps of some threads; how many alerts there are.

    The most pressing stays as it is, so that the desk has something to acknowledge; of the others one each is
    acknowledged, assessed, and closed as a false alarm. Again, nothing is left to do.
    """
    alerting.watch(now=now)
    mira = persons.person_of(MIRA)
    assert mira is not None
    if not Alert.objects.exclude(state=Alert.State.OPEN).exists():
        waiting = list(Alert.objects.filter(state=Alert.State.OPEN).order_by("-since", "-pk"))
        for step, alert in zip((_acknowledged, _assessed, _closed), waiting[1:], strict=False):
            step(mira, alert, now)
    return Alert.objects.count()


def _acknowledged(by: Person, alert: Alert, now: datetime) -> Alert:
    return alert_threads.acknowledge(by=by, alert=alert, revision=alert.revision, now=now)


def _assessed(by: Person, alert: Alert, now: datetime) -> Alert:
    seen = _acknowledged(by, alert, now)
    return alert_threads.assess(
        by=by, alert=seen, revision=seen.revision, said=ASSESSED, public=True, now=now
    )


def _closed(by: Person, alert: Alert, now: datetime) -> Alert:
    seen = _acknowledged(by, alert, now)
    return alert_threads.close(
        by=by, alert=seen, revision=seen.revision, outcome="false", said=FALSE, public=True, now=now
    )
