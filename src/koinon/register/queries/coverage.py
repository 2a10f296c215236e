"""Where mechanisms overlap on a day, and what none of them covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from koinon.kernel.periods import holds
from koinon.people.models import Membership, Party
from koinon.register.engine.coverage import Body, Coverage, coverage
from koinon.register.models import FollowUp, Mechanism, MechanismMember
from koinon.register.queries import knowledge
from koinon.register.queries.mechanisms import mechanisms, members_on

ByClass: TypeAlias = dict[int, list[Party]]  # by the key of a class with known members: those of the day
COLUMNS = ("kind", "key", "name", "mechanisms", "number", "through")


@dataclass(frozen=True)
class Named:
    """A theme or a party with the mechanisms that reach it.

    `through`: by the key of a mechanism, the class as one of which a party belongs to it.
    """

    key: str
    name: str
    address: str
    bodies: tuple[Body, ...]
    through: Mapping[str, str]

    @property
    def reached(self) -> list[tuple[Body, str]]:
        """Each mechanism with the class through which it reaches the party, "" where by its own name."""
        return [(body, self.through.get(body.key, "")) for body in self.bodies]


@dataclass(frozen=True)
class Cover:
    """Where mechanisms overlap on a day and what none of them covers, with names to show."""

    themes: list[Named]
    members: list[Named]
    coverage: Coverage
    names: dict[str, str]

    def named(self, keys: Iterable[str]) -> list[str]:
        """What themes or parties of those keys are called."""
        return [self.names.get(key, key) for key in keys]


def cover(day: date) -> Cover:
    """The coverage on that day: every theme of the vocabulary, every party that belongs to a mechanism or
    is asked anything in its own name, by the names of mechanisms in force.

    A class of addressees that belongs stands for those who are its members on that day, as where it is
    asked something; one whose members nobody knows stands for itself.
    """
    running = [m for m in mechanisms() if holds((m.since, m.until), day)]
    belonging = {m.key: [row.party for row in members_on(m, day)] for m in running}
    classes = _classes(party for parties in belonging.values() for party in parties)
    states = _states(classes, day)
    through = {key: _through(parties, states) for key, parties in belonging.items()}
    bodies = [_body(m, belonging[m.key], states, through[m.key]) for m in running]
    parties = _parties({state.pk for members in states.values() for state in members})
    themes = dict(knowledge.theme_choices())
    found = coverage(bodies, list(themes), [party.key for party in parties])
    names = themes | {party.key: party.name for party in parties}

    def named(route: str, lines: Sequence[Any]) -> list[Named]:
        return [
            Named(
                line.key,
                names[line.key],
                reverse(route, args=[line.key]),
                line.bodies,
                {b.key: through[b.key][line.key] for b in line.bodies if line.key in through[b.key]},
            )
            for line in lines
        ]

    return Cover(named("register:theme", found.themes), named("register:party", found.members), found, names)


def _body(mechanism: Mechanism, parties: list[Party], states: ByClass, through: Mapping[str, str]) -> Body:
    own = {party.key for party in parties if party.pk not in states}
    name = mechanism.acronym or mechanism.name
    return Body(mechanism.key, name, frozenset(mechanism.themes), frozenset(own | set(through)))


def _classes(parties: Iterable[Party]) -> dict[int, int]:
    """The classes among the parties, each with the key of the place whose members they are."""
    return {
        party.pk: place
        for party in parties
        if party.kind == Party.Kind.CLASS
        and (place := party.members_of.place_id if party.members_of else party.place_id)
    }


def _states(classes: dict[int, int], day: date) -> ByClass:
    """The states of each class on the day, in two queries; of several parties of a place the first."""
    rows = Membership.objects.filter(group__in=set(classes.values()))
    dated = list(rows.values_list("group_id", "member_id", "since", "until"))
    states = Party.objects.filter(
        kind=Party.Kind.STATE, members_of=None, place__in={member for _group, member, *_ in dated}
    )
    of_place = {state.place_id: state for state in states.order_by("-pk")}
    members: dict[int, dict[int, Party]] = defaultdict(dict)
    for group, member, since, until in dated:
        if (state := of_place.get(member)) is not None:
            members.setdefault(group, {})
            if holds((since, until), day):
                members[group][state.pk] = state
    return {pk: list(members[place].values()) for pk, place in classes.items() if place in members}


def _through(parties: Iterable[Party], states: ByClass) -> dict[str, str]:
    """By the key of a state that belongs through a class, and not in its own name: the class's name."""
    listed = list(parties)
    own = {party.key for party in listed}
    found = {state.key: party.name for party in listed for state in states.get(party.pk, ())}
    return {key: name for key, name in found.items() if key not in own}


def _parties(through: set[int]) -> list[Party]:
    """States that are asked anything, and whoever belongs to a mechanism, by name; no class with members."""
    asked = Exists(FollowUp.objects.filter(party=OuterRef("pk")))
    belonging = Exists(MechanismMember.objects.filter(party=OuterRef("pk")))
    found = Party.objects.filter(Q(asked, kind=Party.Kind.STATE) | belonging | Q(pk__in=through))
    listed = list(found.select_related("members_of"))
    expanded = _states(_classes(listed), date.max)
    return [party for party in listed if party.pk not in expanded]


def records(day: date) -> list[dict[str, Any]]:
    """The coverage as rows: each theme and each party with the mechanisms that reach it.

    `through` names the class for each mechanism that reaches a party as one of it.
    """
    found = cover(day)
    return [
        {
            "kind": kind,
            "key": row.key,
            "name": row.name,
            "mechanisms": "; ".join(body.key for body in row.bodies),
            "number": len(row.bodies),
            "through": "; ".join(f"{body.key}: {name}" for body, name in row.reached if name),
        }
        for kind, rows in (("theme", found.themes), ("party", found.members))
        for row in rows
    ]
