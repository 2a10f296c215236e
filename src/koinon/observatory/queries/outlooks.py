"""The outlook as everyone reads it: figures of the newest run, and how often such figures came true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Outlook, OutlookRun, Release
from koinon.observatory.queries import places, releases

ADVERSE, FAVOURABLE = Outlook.Direction.ADVERSE, Outlook.Direction.FAVOURABLE
WINDOW = 2  # years
COLUMNS = (
    "place", "name", "year", "from", "to", "direction", "probability", "base_rate", "such_forecasts",
    "such_came", "came", "run", "sources",
)  # fmt: skip


@dataclass(frozen=True)
class Such:
    """How often figures like this one were right: class ends, forecasts, what came, and a 95 % interval."""

    low: float
    high: float
    n: int
    came: int
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True)
class Line:
    """A forecast with its record. `such` is None where no figure like it was ever tested."""

    place: str
    name: str
    year: int
    direction: str
    probability: float
    base: float | None
    came: bool | None
    such: Such | None

    @property
    def since(self) -> int:
        """The first year foretold."""
        return self.year + 1

    @property
    def until(self) -> int:
        """The last year foretold."""
        return self.year + WINDOW


def run() -> OutlookRun | None:
    """The run that stands, of the newest year."""
    return OutlookRun.objects.filter(ended_at=None).order_by("-year", "-made_at").first()


def run_of(version: str) -> OutlookRun:
    """A run by its version, also one that was replaced."""
    found = OutlookRun.objects.filter(version=version).first()
    if found is None:
        raise NotFound("observatory.outlook.version", "There is no outlook of this version.")
    return found


def standing() -> OutlookRun:
    """The run that stands; not found, with the way to make one, where there is none."""
    found = run()
    if found is None:
        raise NotFound(
            "observatory.outlook.none",
            "There is no outlook yet: load the features (koinon observatory load part-features FILE), then "
            "make it (koinon observatory outlook make).",
        )
    return found


def runs() -> QuerySet[OutlookRun]:
    """Every run, also those that were replaced, the newest first."""
    return OutlookRun.objects.order_by("-made_at")


def sources(found: OutlookRun) -> list[Release]:
    """The releases it was made of, as far as they are known here; also such as were taken out since."""
    told: list[Release] = []
    for dataset, version in found.sources.items():
        kept = Release.objects.filter(dataset__key=dataset, version=version).select_related("dataset")
        told += kept.order_by("-loaded_at")[:1]
    return told


def newest(found: OutlookRun, direction: str) -> list[Line]:
    """Every place in the newest year, by name."""
    return sorted(lines(found, found.year, direction), key=lambda line: (line.name.casefold(), line.place))


def lines(found: OutlookRun, year: int, direction: str) -> list[Line]:
    """Every place in one year."""
    return _lines(found, found.outlooks.filter(year=year, direction=direction))


def of_place(found: OutlookRun, code: str) -> list[Line]:
    """Every forecast of one place, the newest first, adverse before favourable."""
    return _lines(found, found.outlooks.filter(place=code).order_by("-year", "direction"))


def _lines(found: OutlookRun, rows: QuerySet[Outlook]) -> list[Line]:
    held = list(rows)
    names = places.named(row.place for row in held)
    return [
        Line(
            place=row.place,
            name=names[row.place].name if row.place in names else row.place,
            year=row.year,
            direction=row.direction,
            probability=row.probability,
            base=row.base,
            came=row.came,
            such=such(found, row.direction, row.probability),
        )
        for row in held
    ]


def such(found: OutlookRun, direction: str, probability: float) -> Such | None:
    """How often figures of the same class came true in the test of a run."""
    for one in found.tests.get(direction, {}).get("bins", ()):
        if one["low"] <= probability < one["high"] or probability == one["high"] == 1:
            return Such(**{name: one[name] for name in Such.__dataclass_fields__})
    return None


def listed(direction: str = "", place: str = "", year: int | None = None) -> QuerySet[Outlook]:
    """Forecasts of the run that stands, by place and year, as the API gives them."""
    rows = Outlook.objects.filter(run__ended_at=None).select_related("run")
    if direction:
        rows = rows.filter(direction=direction)
    if place:
        rows = rows.filter(place=place)
    if year is not None:
        rows = rows.filter(year=year)
    return rows.order_by("place", "-year", "direction")


def records(direction: str = "") -> Iterator[dict[str, Any]]:
    """Every forecast of the run that stands, for files: the newest year first, by name."""
    found = run()
    if found is None:
        return
    rows = found.outlooks.order_by("-year", "place", "direction")
    for line in _lines(found, rows.filter(direction=direction) if direction else rows):
        yield record(line, found)


def record(line: Line, found: OutlookRun) -> dict[str, Any]:
    """A forecast as a row of a file."""
    return {
        "place": line.place,
        "name": line.name,
        "year": line.year,
        "from": line.since,
        "to": line.until,
        "direction": line.direction,
        "probability": round(line.probability, 5),
        "base_rate": round(line.base, 5) if line.base is not None else None,
        "such_forecasts": line.such.n if line.such else None,
        "such_came": line.such.came if line.such else None,
        "came": line.came,
        "run": found.version,
        "sources": "; ".join(f"{dataset} {version}" for dataset, version in sorted(found.sources.items())),
    }


def missing() -> list[str]:
    """The datasets that the outlook needs and that are not loaded."""
    return [key for key in ("part-features",) if releases.newest(key) is None]
