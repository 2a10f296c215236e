"""The same ask over the years, as confirmed restatements join it, and what became of it each time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from koinon.ledger.queries import state
from koinon.people.models import Party
from koinon.register.engine.lineage.chains import Chain, Link, chains
from koinon.register.models import FollowUp, Provision
from koinon.register.queries import lineage, public
from koinon.ui.remembered import remembered

QUARTER = 15 * 60  # seconds: silence begins at a midnight, and those of all zones fall on quarters


@dataclass(frozen=True)
class Told:
    """A chain in the list: its provisions from the earliest to the latest, and what it can be filtered by."""

    chain: Chain
    keys: tuple[int, ...]
    parties: frozenset[str]
    themes: frozenset[str]
    promised: bool  # all of them are commitments


@dataclass(frozen=True)
class Answered:
    """What one party, asked at least twice, said each time: (link, position or "", whether silent)."""

    name: str
    key: str
    said: tuple[tuple[Link, str, bool], ...]


@dataclass
class Lineage:
    """A chain with its provisions, for the page."""

    told: Told
    provisions: list[Provision] = field(default_factory=list)
    parties: list[Answered] = field(default_factory=list)

    @property
    def links(self) -> list[tuple[Link, Provision]]:
        """Each link with its provision, from the earliest to the latest."""
        by_key = {provision.pk: provision for provision in self.provisions}
        return [(link, by_key[link.key]) for link in self.told.chain.links if link.key in by_key]


def all_chains(now: datetime) -> list[Told]:
    """Every chain: those that nobody ever answered first, the longest first; then the latest."""
    quarter = int(now.timestamp()) // QUARTER
    return remembered("chains", f"{state()} {quarter}", lambda: _all_chains(now))


def _all_chains(now: datetime) -> list[Told]:
    pairs = lineage.confirmed().values_list("earlier", "later")
    return sorted(_told(chains(pairs), now), key=_order)


def _order(told: Told) -> tuple[int, int, int]:
    since = told.chain.unanswered_since
    if told.promised or not told.chain.never_answered:
        last = max((link.day.toordinal() for link in told.chain.links if link.day), default=0)
        return (1, -last, told.keys[0])
    return (0, since.toordinal() if since else date.max.toordinal(), told.keys[0])


def filtered(found: Iterable[Told], *, party: str = "", theme: str = "") -> list[Told]:
    """Those that ask a party, or are about a theme."""
    return [
        told for told in found if (not party or party in told.parties) and (not theme or theme in told.themes)
    ]


def parties_of(found: Iterable[Told]) -> list[tuple[str, str]]:
    """(key, name) of everyone that a chain asks, by name."""
    keys = {key for told in found for key in told.parties}
    return (
        list(Party.objects.filter(key__in=keys).order_by("name").values_list("key", "name")) if keys else []
    )


def dressed(found: Sequence[Told]) -> list[Lineage]:
    """Chains with the provisions that a list shows of them."""
    keys = {key for told in found for key in told.keys}
    rows = {row.pk: row for row in public.provisions().filter(pk__in=keys)} if keys else {}
    return [Lineage(told, [rows[key] for key in told.keys if key in rows]) for told in found]


def chain_of(provision: Provision, now: datetime) -> Lineage | None:
    """The chain a provision belongs to, with what each party that was asked again said; None without one."""
    pairs = _around(provision.pk)
    if not pairs:
        return None
    found = next(iter(_told(chains(pairs), now)), None)
    if found is None:
        return None
    made = dressed([found])[0]
    made.parties = _parties(found, now)
    return made


def _around(key: int) -> list[tuple[int, int]]:
    """The confirmed pairs that lead to a provision, directly or through others."""
    known, border, pairs = {key}, {key}, set()
    while border:
        rows = lineage.confirmed().filter(earlier__in=border) | lineage.confirmed().filter(later__in=border)
        found = set(rows.order_by().values_list("earlier_id", "later_id"))
        pairs |= found
        border = {end for pair in found for end in pair} - known
        known |= border
    return sorted(pairs)


def _told(found: Sequence[Collection[int]], now: datetime) -> list[Told]:
    keys = {key for chain in found for key in chain}
    columns = ("pk", "document__issued_on", "document__published_at", "kind", "themes")
    rows = {row[0]: row[1:] for row in Provision.objects.filter(pk__in=keys).values_list(*columns)}
    counted, parties = _counted(keys, now)
    made = []
    for chain in found:
        links = Chain.of(_link(key, rows[key], counted) for key in chain)
        in_order = tuple(link.key for link in links.links)
        made.append(
            Told(
                chain=links,
                keys=in_order,
                parties=frozenset(code for key in chain for code in parties[key]),
                themes=frozenset(theme for key in chain for theme in rows[key][3]),
                promised=all(rows[key][2] == "commitment" for key in chain),
            )
        )
    return made


def _link(key: int, row: tuple[Any, ...], counted: dict[int, tuple[Counter[str], int]]) -> Link:
    issued, published, *_ = row
    positions, silent = counted[key]
    return Link(key, issued or (published.date() if published else None), dict(positions), silent)


def _counted(
    keys: Iterable[int], now: datetime
) -> tuple[dict[int, tuple[Counter[str], int]], dict[int, set[str]]]:
    """By provision: how many said what and how many are silent; the keys of those asked and their classes."""
    counted: dict[int, tuple[Counter[str], int]] = defaultdict(lambda: (Counter(), 0))
    parties: dict[int, set[str]] = defaultdict(set)
    rows = FollowUp.objects.filter(provision__in=list(keys), ended_at=None)
    for key, position, silent_from, party, via in rows.values_list(
        "provision_id", "position", "silent_from", "party__key", "via__key"
    ):
        said, silent = counted[key]
        said[position] += 1
        counted[key] = (said, silent + (silent_from is not None and silent_from <= now))
        parties[key] |= {code for code in (party, via) if code}
    return counted, parties


def _parties(told: Told, now: datetime) -> list[Answered]:
    """Each party that was asked more than once in a chain, by name."""
    link_of = {link.key: link for link in told.chain.links}
    said: dict[tuple[str, str], dict[int, tuple[str, bool]]] = defaultdict(dict)
    rows = FollowUp.objects.filter(provision__in=told.keys, ended_at=None, party__isnull=False)
    for name, key, provision, position, silent_from in rows.values_list(
        "party__name", "party__key", "provision_id", "position", "silent_from"
    ):
        said[name, key][provision] = (position, silent_from is not None and silent_from <= now)
    return [
        Answered(name, key, tuple((link_of[at], *what[at]) for at in told.keys if at in what))
        for (name, key), what in sorted(said.items())
        if len(what) > 1
    ]
