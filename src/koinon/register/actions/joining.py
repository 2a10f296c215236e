"""Follow-ups that no person opens: of what was published before, and as parties join a class or leave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from koinon.ledger.acts import Actor, action, record
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Place
from koinon.register.actions import following, given
from koinon.register.models import FollowUp, Provision
from koinon.register.queries import index
from koinon.register.rules.documents import only_the_platform

MEMBERSHIPS = ("people.save_membership", "people.drop_membership")
CATALOGUE = ("people.load_catalogue", "people.save_party", "people.save_place")


class NothingChanges(Exception):
    """Everyone is followed up who is asked, and nobody else."""


@action("register.follow_up", permit=only_the_platform)
def follow_up(
    *,
    by: Actor,
    provisions: Mapping[datetime, Iterable[int]],
    groups: Iterable[int] | None = (),
    now: datetime,
) -> set[int]:
    """Begin and end follow-ups. For whom published provisions ask, and who joined or left a class.

    `provisions` by the moment from which they are followed up; `groups` are places whose members changed,
    None for any.
    """
    touched: set[int] = set()
    stated = given.Given()
    for at, keys in sorted(provisions.items()):
        changed = following.catch_up(keys, at)
        asked = FollowUp.objects.filter(pk__in=changed, ended_at=None).values_list("provision", flat=True)
        stated += given.give(asked, at)
        touched |= changed
    if groups is None or (groups := list(groups)):
        touched |= following.of_classes(groups, now)
    if not touched:
        raise NothingChanges
    ended = FollowUp.objects.filter(pk__in=touched).exclude(ended_at=None).count()
    told = {"begun": len(touched) - ended, "ended": ended}
    record("follow-ups", told | ({"answers": stated.written} if stated.written else {}))
    return touched


def follow(entries: Sequence[Entry]) -> None:
    """Follow up what entries of the ledger name; the same entries twice change nothing."""
    named = {entry.at: _provisions(entry) for entry in entries}
    with suppress(NothingChanges):
        follow_up(
            by=PLATFORM,
            provisions={at: keys for at, keys in named.items() if keys},
            groups=_groups(entries),
            now=entries[-1].at,
        )


def every_night(now: datetime) -> None:
    """Follow up those whose membership of a class has begun or ended since."""
    with suppress(NothingChanges):
        follow_up(by=PLATFORM, provisions={}, groups=None, now=now)


def _provisions(entry: Entry) -> list[int]:
    """The provisions that an entry of the register names, all of a document where it names none."""
    which = [
        Q(document__slug=slug) if numbers is None else Q(document__slug=slug, number__in=numbers)
        for slug, numbers in index.named([entry]).items()
    ]
    if not which:
        return []
    return list(Provision.objects.filter(reduce(or_, which)).values_list("pk", flat=True))


def _groups(entries: Sequence[Entry]) -> list[int] | None:
    """The places whose members entries changed; None where any may have."""
    if any(entry.verb in CATALOGUE for entry in entries):
        return None
    codes = [entry.about.partition(":")[2] for entry in entries if entry.verb in MEMBERSHIPS]
    return list(Place.objects.filter(code__in=codes).values_list("pk", flat=True))
