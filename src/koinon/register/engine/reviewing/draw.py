"""The draw of a cycle: the order of review, and the reviewers of each party, lot by lot.

1. The order: the keys of the parties, sorted, then shuffled by the stream.
2. Party by party in that order, place by place: everyone whom the rules do not yet bar stands in a list,
   sorted by key; a number below its length is drawn and takes that key out of the list. If the draw can
   still be completed with it under all rules, it is the reviewer; else the lot is set aside and the next
   is drawn from the rest of the list.
As a completion is known throughout, some lot always holds. Everything is written down, so that whoever has
the record computes it again. Modelled on the troikas of the Universal Periodic Review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.kernel.seeds import Stream
from koinon.register.engine.reviewing.completing import Pair, Shortage, completed
from koinon.register.engine.reviewing.pool import Pool
from koinon.register.engine.reviewing.shortages import impossible

VERSION = "koinon-draw-1"


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot: for which party and place, among how many, which number, who, and whether it held."""

    party: str
    place: int
    among: int
    number: int
    drawn: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Someone stood down, and the next lot of the same stream found who takes the place."""

    party: str
    place: int
    left: str
    reason: str
    among: int
    number: int
    drawn: str


@dataclass(frozen=True, slots=True)
class Seat:
    """The place with a party that a reviewer leaves, and why."""

    party: str
    place: int
    left: str
    reason: str


@dataclass(frozen=True)
class Drawn:
    """A whole draw. `position`: how many blocks of the stream it used."""

    order: tuple[str, ...]
    reviewers: Mapping[str, tuple[str, ...]]
    lots: tuple[Lot, ...]
    position: int

    def plain(self) -> dict[str, Any]:
        """The draw as values for JSON."""
        return {
            "order": list(self.order),
            "reviewers": {party: list(found) for party, found in sorted(self.reviewers.items())},
            "lots": [asdict(lot) for lot in self.lots],
            "position": self.position,
        }


def possible(pool: Pool, names: Mapping[str, str] | None = None) -> frozenset[Pair]:
    """One draw that keeps all rules, as proof that there is one; refused with the rule that is in the way."""
    found = completed(pool)
    if isinstance(found, Shortage):
        raise impossible(pool, found, names or {})
    return found


def drawn(pool: Pool, stream: Stream, names: Mapping[str, str] | None = None) -> Drawn:
    """The draw that the stream gives; `names` of parties are for a refusal alone."""
    witness = possible(pool, names)
    order = tuple(stream.shuffled(pool.parties))
    given: dict[str, list[str]] = {}
    lots: list[Lot] = []
    held: set[Pair] = set()
    for party in order:
        given[party] = []
        for place in range(1, pool.each + 1):
            for lot, proof in _lots(pool, party, place, held, witness, stream):
                lots.append(lot)
                if proof is not None:
                    witness = proof
            held.add((party, lots[-1].drawn))
            given[party].append(lots[-1].drawn)
    found = {party: tuple(reviewers) for party, reviewers in given.items()}
    return Drawn(order, found, tuple(lots), stream.position)


def _lots(
    pool: Pool, party: str, place: int, held: set[Pair], witness: frozenset[Pair], stream: Stream
) -> Iterator[tuple[Lot, frozenset[Pair] | None]]:
    """The lots for one place; the last of them holds, and comes with a whole draw as proof."""
    loads = Counter(r for _, r in held)
    among = [r for r in pool.reviewers if _open(pool, party, r, held, loads)]
    while among:
        count, number = len(among), stream.below(len(among))
        who = among.pop(number)
        proof = witness if (party, who) in witness else completed(pool, held | {(party, who)}, witness)
        if not isinstance(proof, Shortage):
            yield Lot(party, place, count, number, who, True), proof
            return
        yield Lot(party, place, count, number, who, False), None
    raise AssertionError("A draw that can be completed has a lot that holds.")


def _open(pool: Pool, party: str, reviewer: str, held: set[Pair], loads: Counter[str]) -> bool:
    """Whether the pairs drawn so far, the conflicts and the load leave the reviewer open for the party."""
    if not fits(pool, party, reviewer, held):
        return False
    least, extra = pool.loads
    over = sum(1 for load in loads.values() if load > least)
    return loads[reviewer] < least or (loads[reviewer] == least and over < extra)


def fits(pool: Pool, party: str, reviewer: str, held: Set[Pair]) -> bool:
    """Whether the rules between the two, and the limit of a group, leave the reviewer open for the party."""
    if (party, reviewer) in held or not pool.may(reviewer, party):
        return False
    if not pool.mutual and (reviewer, party) in held:
        return False
    group = pool.group(reviewer)
    same = sum(1 for p, r in held if p == party and pool.group(r) == group)
    return not group or same < pool.most_of_a_group


def replaced(
    pool: Pool, held: Set[Pair], gone: Set[Pair], *, seat: Seat, stream: Stream, names: Mapping[str, str]
) -> Change:
    """Who takes the place of a reviewer that stands down: the next lot of the stream.

    `held`: who reviews whom now, the one that stands down included; `gone`: who has stood down before. The
    lot falls among those that keep every rule and have the fewest reviews in hand; whoever stood down from
    this party does not come back to it.
    """
    leaves = (seat.party, seat.left)
    others = held - {leaves}
    never = {r for p, r in (*gone, leaves) if p == seat.party}
    loads = Counter(r for _, r in others)
    able = [r for r in pool.reviewers if r not in never and fits(pool, seat.party, r, others)]
    if not able:
        raise Refused(
            "register.draw.no_substitute",
            "Nobody is left who may review {party}: everyone else reviews it already, is reviewed by it, has "
            "a conflict with it, or stood down. {left} has to stay, or the party is reviewed by fewer.",
            party=names.get(seat.party, seat.party),
            left=names.get(seat.left, seat.left),
        )
    fewest = min(loads[r] for r in able)
    among = [r for r in able if loads[r] == fewest]
    number = stream.below(len(among))
    return Change(seat.party, seat.place, seat.left, seat.reason, len(among), number, among[number])
