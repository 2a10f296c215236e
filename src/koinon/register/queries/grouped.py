"""Long lists that stand group by group: to show a part of one, only its own groups are read and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from koinon.register.models import FollowUp


@dataclass(frozen=True)
class Grouped:
    """The keys of follow-ups in the order of their groups, and within each of these in its own order.

    `columns` make a group, and come first in `order`; `groups` is the order of the groups alone. Sorting by
    what stands in other tables takes long for all of a hundred thousand follow-ups, and not for fifty.
    """

    rows: QuerySet[FollowUp]
    columns: tuple[str, ...]
    groups: tuple[str, ...]
    order: tuple[str, ...]

    @cached_property
    def _groups(self) -> list[tuple[Any, ...]]:
        """The values of each group, and how many there are of it."""
        found = self.rows.select_related(None).order_by(*self.groups).values_list(*self.columns)
        return list(found.annotate(count=Count("pk")))

    def count(self) -> int:
        """How many there are altogether."""
        return sum(count for *_values, count in self._groups)

    __len__ = count

    def __getitem__(self, part: slice) -> Sequence[int]:
        """The keys from `part.start` on up to `part.stop`."""
        start, stop = part.start or 0, self.count() if part.stop is None else part.stop
        wanted, before, passed = Q(pk__in=()), 0, 0
        for *values, count in self._groups:
            if passed + count <= start:
                before += count
            elif passed < stop:
                wanted |= self._one_of(values)
            else:
                break
            passed += count
        keys = self.rows.select_related(None).filter(wanted).order_by(*self.order)
        return list(keys.values_list("pk", flat=True)[start - before : stop - before])

    def _one_of(self, values: Sequence[Any]) -> Q:
        """Within that group."""
        return Q(**dict(zip(self.columns, values, strict=True)))
