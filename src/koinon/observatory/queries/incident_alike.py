"""Incidents that may be the same: of one kind, in one place, within a week as far as their days are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from koinon.observatory.engine.incidents.days import near
from koinon.observatory.engine.incidents.told import Told
from koinon.observatory.models import Incident, Release


def alike(place: str, kind: str, on: date, exact: str) -> list[Incident]:
    """The incidents that one told so may be."""
    return alike_each([Told(place, kind, on, "", exact)])[0]


def alike_each(rows: Sequence[Told], but: Release | None = None) -> list[list[Incident]]:
    """For each row the incidents that it may be; those of the dataset of `but` are passed over. One query."""
    codes = {row.place for row in rows}
    standing = Incident.objects.filter(place__code__in=codes, kind__in={row.kind for row in rows})
    standing = standing.exclude(state=Incident.State.STRUCK).select_related("place")
    if but is not None:
        standing = standing.exclude(release__dataset=but.dataset_id)
    there: dict[tuple[str, str], list[Incident]] = {}
    for one in standing.order_by("on", "pk"):
        there.setdefault((one.place.code, one.kind), []).append(one)
    return [
        [
            one
            for one in there.get((row.place, row.kind), ())
            if near((row.on, row.exact), (one.on, one.exact))
        ]
        for row in rows
    ]
