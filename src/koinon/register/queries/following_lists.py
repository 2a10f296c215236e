"""The public list of follow-ups: what it can be narrowed by, in which order it stands, how many there are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value

from koinon.kernel.numbers import natural
from koinon.register.engine.documents import Kind
from koinon.register.engine.following.words import Position
from koinon.register.models import FollowUp, Provision
from koinon.register.queries import following, search

STANDINGS = ("silent", "expected", "answered", "overdue", "disputed", "ended")
ORDERS = ("earliest", "latest")
DEEPEST = 1_000  # follow-ups that paging reaches
MOST_COUNTED = 5_000  # one by one; what is more, the figures tell
BEST = 2_000  # provisions that words are searched among, the best first
FEW_OF_KIND, FEW_OF_THEME = 20_000, 5_000  # provisions that it pays to begin with


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed by: keys, slugs and words of enums; what is empty narrows nothing.

    `via` is the class through which an addressee is asked. Values that do not exist find nothing.
    """

    standing: str = ""
    position: str = ""
    party: str = ""
    document: str = ""
    number: str = ""  # of a provision of the document
    via: str = ""
    theme: str = ""
    kind: str = ""
    words: str = ""
    order: str = ""  # the earliest or the latest first; otherwise as the standing has it

    @property
    def scope(self) -> dict[str, str]:
        """What it is narrowed by, apart from how the follow-ups stand."""
        names = ("party", "document", "number", "via", "theme", "kind", "words")
        return {name: value for name in names if (value := getattr(self, name))}

    @property
    def given(self) -> dict[str, str]:
        """Everything chosen, by name."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True)
class Part:
    """A part of a list, and how many there are altogether; None: more than `MOST_COUNTED`."""

    rows: list[FollowUp]
    count: int | None


def _standings(now: datetime) -> dict[str, tuple[Q, str, str]]:
    """By standing: its condition, the column of its date, and which stand first where nothing is chosen."""
    running = Q(ended_at=None)
    return {
        "silent": (running & Q(silent_from__lte=now), "silent_from", "earliest"),
        "expected": (running & Q(silent_from__gt=now), "silent_from", "earliest"),
        "answered": (running & ~Q(position=""), "answered_at", "latest"),
        "overdue": (running & Q(overdue_from__lte=now), "overdue_from", "earliest"),
        "disputed": (running & Q(disputed=True), "next_on", "earliest"),
        "ended": (Q(ended_at__isnull=False), "ended_at", "latest"),
    }


def found(chosen: Chosen, now: datetime) -> QuerySet[FollowUp]:
    """The follow-ups that meet everything chosen, in order."""
    column, latest = _order(chosen, now)
    if column == "next_on":
        return narrowed(chosen, now).order_by(*(("-pk",) if latest else ("next_on", "pk")))
    return narrowed(chosen, now).order_by(*((f"-{column}", "-pk") if latest else (column, "pk")))


def narrowed(chosen: Chosen, now: datetime) -> QuerySet[FollowUp]:
    """The follow-ups that meet everything chosen, in no order."""
    rows = following.follow_ups().order_by()
    if chosen.standing:
        condition = _standings(now).get(chosen.standing)
        rows = rows.filter(condition[0]) if condition else rows.none()
    if chosen.position:
        known = chosen.position in set(Position)
        rows = rows.filter(position=chosen.position, ended_at=None) if known else rows.none()
    return _scoped(rows, chosen)


def scoped(chosen: Chosen) -> QuerySet[FollowUp]:
    """The follow-ups that meet what is chosen, however they stand."""
    return _scoped(following.follow_ups().order_by(), chosen)


def _scoped(rows: QuerySet[FollowUp], chosen: Chosen) -> QuerySet[FollowUp]:
    if chosen.party:
        rows = rows.filter(party__key=chosen.party)
    if chosen.document:
        rows = rows.filter(document__slug=chosen.document)
    if chosen.number:
        own = Provision.objects.filter(document__slug=chosen.document, number=natural(chosen.number) or 0)
        rows = rows.filter(provision__in=own.values("pk"))
    if chosen.via:
        rows = rows.filter(via__key=chosen.via)
    if chosen.words:
        rows = rows.filter(_among(search.keys_of(search.Search(chosen.words))[:BEST]))
    if chosen.kind and chosen.kind not in set(Kind):
        return rows.none()
    of = _of_provisions(chosen)
    if not of:
        return rows
    if chosen.party or chosen.document or chosen.words:
        return rows.filter(**{f"provision__{name}": value for name, value in of.items()})
    few = FEW_OF_THEME if chosen.theme else FEW_OF_KIND
    keys = list(Provision.objects.filter(**of).order_by().values_list("pk", flat=True)[: few + 1])
    if len(keys) <= few:  # otherwise so many follow-ups meet it that enough are soon found
        return rows.filter(_among(keys))
    return rows.filter(**{f"provision__{name}": value for name, value in of.items()})


def _among(provisions: list[int]) -> Func:
    """Whether the provision is one of those, handed over as one array."""
    keys = Value(provisions, ArrayField(BigIntegerField()))
    return Func(
        F("provision_id"), keys, template="(%(expressions)s))", arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )  # fmt: skip


def _of_provisions(chosen: Chosen) -> dict[str, Any]:
    of: dict[str, Any] = {"themes__contains": [chosen.theme]} if chosen.theme else {}
    return of | ({"kind": chosen.kind} if chosen.kind else {})


def _order(chosen: Chosen, now: datetime) -> tuple[str, bool]:
    """The column of the date, and whether the latest stand first."""
    _condition, column, usual = _standings(now).get(chosen.standing, (Q(), "next_on", "earliest"))
    return column, (chosen.order if chosen.order in ORDERS else usual) == "latest"


def part(chosen: Chosen, now: datetime, *, offset: int, limit: int, known: int | None = None) -> Part:
    """A part of the list with its dates. `known`: how many there are, where a figure tells it.

    Where few meet what is chosen all of them are found and sorted here: a walk along an index in the wanted
    order is quick only where many do.
    """
    column, latest = _order(chosen, now)
    if known is not None and known > MOST_COUNTED:
        ordered = found(chosen, now).values_list("pk", flat=True)
        return Part(_read(list(ordered[offset : offset + limit])), known)
    rows = narrowed(chosen, now)
    pairs: list[tuple[Any, int]] = list(rows.values_list(column, "pk")[: MOST_COUNTED + 1])
    if len(pairs) <= MOST_COUNTED:
        keys = [pk for _value, pk in sorted(pairs, key=_as_postgresql(column, latest), reverse=latest)]
        return Part(_read(keys[offset : offset + limit]), len(keys))
    ordered = found(chosen, now).values_list("pk", flat=True)
    return Part(_read(list(ordered[offset : offset + limit])), None)


def _as_postgresql(column: str, latest: bool) -> Any:
    """How `found` sorts, for pairs: rows without the date last."""
    if column == "next_on" and latest:
        return lambda pair: pair[1]
    return lambda pair: (pair[0] is None, pair[0] or 0, pair[1])


def _read(keys: list[int]) -> list[FollowUp]:
    rows = {row.pk: row for row in following.dated(following.follow_ups().filter(pk__in=keys))}
    return [rows[key] for key in keys if key in rows]
