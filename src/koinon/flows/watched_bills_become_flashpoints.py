"""What the register's process watch expects stands among what lies ahead: read, never copied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from koinon.observatory.queries.flashpoints import Coming, also
from koinon.people.models import Place
from koinon.register.models import ProcessStage
from koinon.register.queries import processes

COUNTRIES = (Place.Kind.COUNTRY, Place.Kind.TERRITORY)
KINDS = {"bill": "bill", "case": "ruling"}  # what else is watched is no flashpoint by itself


@also
def watched(today: date, until: date) -> Iterator[Coming]:
    """The stages of watched bills and cases that are expected between two days, by where they would apply."""
    expected = processes.expected().select_related("process__party__place", "process__place")
    found = expected.filter(expected_on__gte=today, expected_on__lte=until, process__kind__in=tuple(KINDS))
    for stage in found:
        place = _place(stage)
        if place is not None and stage.expected_on is not None:
            process = stage.process
            yield Coming(
                place=place,
                kind=KINDS[process.kind],
                on=stage.expected_on,
                exact="day",
                title=f"{process.title}: {stage.name}",
                why=process.summary,
                source=_("Process watch of the register"),
                address=stage.address or process.address,
                process=process.key,
                page=process.get_absolute_url(),
                invented=process.invented,
                revision=process.revision,
            )


def _place(stage: ProcessStage) -> Place | None:
    """Where the process would apply: its own place, else that of the party before which it is."""
    process = stage.process
    place = process.place or (process.party.place if process.party else None)
    return place if place is not None and place.kind in COUNTRIES else None
