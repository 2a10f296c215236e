"""Counts over what is published, each with the number it is a part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Func, Q, QuerySet, TextField

from koinon.ledger.queries import state
from koinon.register.engine.documents import Kind, Strength
from koinon.register.models import Addressee, Document, Provision
from koinon.register.queries import public
from koinon.ui.remembered import remembered


@dataclass(frozen=True)
class Totals:
    """How much is published. `recommendations` and `commitments` are parts of `provisions`."""

    documents: int
    provisions: int
    recommendations: int
    commitments: int
    dated: int


def totals() -> Totals:
    """The counts of everything published."""
    return remembered("totals", state(), _totals)


def _totals() -> Totals:
    standing = Provision.objects.filter(document__state=Document.State.PUBLISHED, withdrawn=False)
    counts = standing.aggregate(
        provisions=Count("id"),
        recommendations=Count("id", filter=Q(kind=Kind.RECOMMENDATION)),
        commitments=Count("id", filter=Q(kind=Kind.COMMITMENT)),
        dated=Count("id", filter=~Q(deadline_text="")),
    )
    return Totals(Document.objects.filter(state=Document.State.PUBLISHED).count(), **counts)


@dataclass(frozen=True)
class Row:
    """A bar of a chart: who or what, how many provisions of each strength, and all together.

    A provision that names two addressees or two themes counts in both rows.
    """

    key: str
    name: str
    by_strength: dict[str, int]
    total: int


def of_kind(provisions: QuerySet[Provision]) -> dict[str, int]:
    """How many provisions of each kind; kinds that do not occur count nought."""
    found = dict(provisions.order_by().values_list("kind").annotate(n=Count("id", distinct=True)))
    return {kind.value: found.get(kind.value, 0) for kind in Kind}


def most_asked(*, most: int = 12) -> list[Row]:
    """Who is asked most in the whole register, by strength."""
    asked = public.provisions().filter(kind=Kind.RECOMMENDATION)
    return remembered("most asked", state(), lambda: by_addressee(asked, most=100))[:most]


def all_themes() -> list[Row]:
    """Every theme of the whole register, by strength, the most frequent first."""
    return remembered("themes", state(), lambda: by_theme(public.provisions(), most=10_000))


def all_groups() -> list[Row]:
    """Every group of people that the register concerns, by strength, the most frequent first."""
    return remembered("groups", state(), lambda: by_group(public.provisions(), most=10_000))


def by_addressee(provisions: QuerySet[Provision], *, most: int = 12) -> list[Row]:
    """Who the provisions are addressed to, by strength: known parties by key, others by name."""
    chosen = Addressee.objects.filter(provision__in=provisions.order_by().values("id"))
    counted = (
        chosen.order_by()
        .values_list("party__key", "party__name", "name", "provision__strength")
        .annotate(n=Count("provision", distinct=True))
    )
    return _rows(((key or "", party or name, strength, n) for key, party, name, strength, n in counted), most)


def by_theme(provisions: QuerySet[Provision], *, most: int = 12) -> list[Row]:
    """The themes of the provisions, by strength; the row's name is the theme's key."""
    return _by_listed("themes", provisions, most)


def by_group(provisions: QuerySet[Provision], *, most: int = 12) -> list[Row]:
    """The groups of people that the provisions concern, by strength; the row's name is the group's key."""
    return _by_listed("groups", provisions, most)


def _by_listed(column: str, provisions: QuerySet[Provision], most: int) -> list[Row]:
    exploded: Func = Func(F(column), function="jsonb_array_elements_text", output_field=TextField())
    counted = (
        provisions.order_by()
        .annotate(listed=exploded)
        .values_list("listed", "strength")
        .annotate(n=Count("id"))
    )
    return _rows(((key, key, strength, n) for key, strength, n in counted), most)


def _rows(counted: Iterable[tuple[str, str, str, int]], most: int) -> list[Row]:
    """Rows by total, largest first, names in order among equals."""
    table: dict[tuple[str, str], dict[str, int]] = {}
    for key, name, strength, n in counted:
        cells = table.setdefault((key, name), {s.value: 0 for s in Strength})
        cells[strength] += n
    rows = [Row(key, name, cells, sum(cells.values())) for (key, name), cells in table.items()]
    return sorted(rows, key=lambda row: (-row.total, row.name))[:most]


def recently_published(most: int) -> list[Document]:
    """The documents published last, newest first."""
    return list(public.documents().order_by("-published_at", "-id")[:most])
