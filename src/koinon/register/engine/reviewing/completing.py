"""Whether a draw that has begun can be brought to its end under all rules, and one way to do so.

The load and the groups make a flow: from each party under review over the groups to the reviewers, each of
whom passes on so many reviews (Ford and Fulkerson 1956). That no two review each other is no flow: where
one that was found has two parties that do, one of the two is barred, then the other, until all that is
left was tried. Only the yes or no enters a draw, so any other method leads to the same result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from koinon.kernel.refusals import Refused
from koinon.register.engine.reviewing.pool import Pool

Pair = tuple[str, str]  # party under review, reviewer
Node = tuple[str, ...]
MOST_TRIES = 20_000
_EXTRA: Node = ("extra",)


@dataclass(frozen=True, slots=True)
class Shortage:
    """No way to the end: parties that have too few reviewers between them."""

    parties: tuple[str, ...]


def completed(
    pool: Pool, fixed: Iterable[Pair] = (), hint: Iterable[Pair] = ()
) -> frozenset[Pair] | Shortage:
    """A whole draw that holds the fixed pairs, or why there is none; `hint` is one that nearly does."""
    held = frozenset(fixed)
    barred = frozenset() if pool.mutual else frozenset((r, p) for p, r in held)
    if held & barred:
        return Shortage(())
    return _Search(pool, held).found(barred, tuple(hint))


class _Search:
    def __init__(self, pool: Pool, fixed: frozenset[Pair]) -> None:
        self.pool, self.fixed, self.tries = pool, fixed, 0

    def found(self, barred: frozenset[Pair], hint: Iterable[Pair]) -> frozenset[Pair] | Shortage:
        self.tries += 1
        if self.tries > MOST_TRIES:
            raise Refused(
                "register.draw.undecided",
                "Whether these rules allow a draw could not be found out in {tries} tries: let parties "
                "review each other, or take back a conflict.",
                tries=MOST_TRIES,
            )
        flow = _Flow(self.pool, self.fixed, barred)
        short = flow.filled(hint)
        if short is not None:
            return short
        pairs = flow.pairs()
        mutual = None if self.pool.mutual else _mutual(pairs)
        if mutual is None:
            return pairs
        first, second = sorted((mutual, mutual[::-1]), key=lambda pair: (pair in self.fixed, pair))
        outcome = self.found(barred | {first}, pairs)
        if not isinstance(outcome, Shortage) or second in self.fixed:
            return outcome
        if not _orientable(self.pool, barred):
            return outcome
        return self.found(barred | {second}, pairs)


def _mutual(pairs: frozenset[Pair]) -> Pair | None:
    return min((pair for pair in pairs if pair[::-1] in pairs), default=None)


class _Flow:
    """Reviewers given to parties within loads and groups; the fixed ones are never taken away."""

    def __init__(self, pool: Pool, fixed: frozenset[Pair], barred: frozenset[Pair]) -> None:
        self.pool, self.fixed, self.barred = pool, fixed, barred
        self.least, self.extra = pool.loads
        self.given: dict[str, set[str]] = {party: set() for party in pool.parties}
        self.reviewing: dict[str, set[str]] = {reviewer: set() for reviewer in pool.reviewers}
        self.grouped: dict[Pair, int] = {}
        self.over = 0
        for pair in sorted(fixed):
            self._give(*pair)

    def pairs(self) -> frozenset[Pair]:
        return frozenset((party, r) for party, found in self.given.items() for r in found)

    def filled(self, hint: Iterable[Pair]) -> Shortage | None:
        """Give every party all its reviewers; the parties that lack some where that cannot be."""
        for party, reviewer in [*hint, *self._around()]:
            if len(self.given[party]) < self.pool.each and self._free(party, reviewer):
                self._give(party, reviewer)
        for party in self.pool.parties:
            while len(self.given[party]) < self.pool.each:
                if short := self._augmented(party):
                    return short
        return None

    def _around(self) -> Iterator[Pair]:
        """Neighbours in a circle first: with few conflicts hardly any two review each other."""
        reviewers = self.pool.reviewers
        for at, party in enumerate(self.pool.parties):
            for step in range(len(reviewers)):
                if len(self.given[party]) >= self.pool.each:
                    break
                yield party, reviewers[(at + 1 + step) % len(reviewers)]

    def _free(self, party: str, reviewer: str) -> bool:
        if not self._allowed(party, reviewer) or not self._room(party, self.pool.group(reviewer)):
            return False
        load = len(self.reviewing[reviewer])
        return load < self.least or (load == self.least and self.over < self.extra)

    def _allowed(self, party: str, reviewer: str) -> bool:
        return (
            reviewer not in self.given[party]
            and self.pool.may(reviewer, party)
            and (party, reviewer) not in self.barred
        )

    def _room(self, party: str, group: str) -> bool:
        return not group or self.grouped.get((party, group), 0) < self.pool.most_of_a_group

    def _give(self, party: str, reviewer: str) -> None:
        self.given[party].add(reviewer)
        self.reviewing[reviewer].add(party)
        self.over += len(self.reviewing[reviewer]) > self.least
        if group := self.pool.group(reviewer):
            self.grouped[party, group] = self.grouped.get((party, group), 0) + 1

    def _take(self, party: str, reviewer: str) -> None:
        self.over -= len(self.reviewing[reviewer]) > self.least
        self.given[party].remove(reviewer)
        self.reviewing[reviewer].remove(party)
        if group := self.pool.group(reviewer):
            self.grouped[party, group] -= 1

    def _augmented(self, party: str) -> Shortage | None:
        """One reviewer more for the party by a shortest chain of exchanges; the parties reached, if none."""
        start: Node = ("party", party)
        came: dict[Node, Node | None] = {start: None}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if self._ends(node):
                self._exchange(node, came)
                return None
            for onward in self._onward(node):
                if onward not in came:
                    came[onward] = node
                    queue.append(onward)
        return Shortage(tuple(sorted(n[1] for n in came if n[0] == "party")))

    def _ends(self, node: Node) -> bool:
        if node == _EXTRA:
            return self.over < self.extra
        return node[0] == "reviewer" and len(self.reviewing[node[1]]) < self.least

    def _onward(self, node: Node) -> Iterator[Node]:
        kind = node[0]
        if kind == "party":
            groups = {self.pool.group(r): None for r in self.pool.reviewers}
            yield from (("group", node[1], group) for group in groups if self._room(node[1], group))
        elif kind == "group":
            party, group = node[1:]
            for reviewer in self.pool.reviewers:
                if self.pool.group(reviewer) == group and self._allowed(party, reviewer):
                    yield "reviewer", reviewer
            if any(self.pool.group(r) == group for r in self.given[party]):
                yield "party", party  # one of the group fewer, one of another more
        elif kind == "reviewer":
            for party in sorted(self.reviewing[node[1]]):
                if (party, node[1]) not in self.fixed:
                    yield "group", party, self.pool.group(node[1])
            if self.extra and len(self.reviewing[node[1]]) == self.least:
                yield _EXTRA
        else:
            yield from (("reviewer", r) for r, found in self.reviewing.items() if len(found) > self.least)

    def _exchange(self, end: Node, came: dict[Node, Node | None]) -> None:
        """Go back along the chain: what it takes away first, then what it gives."""
        taken, given = list[Pair](), list[Pair]()
        node, before = end, came[end]
        while before is not None:
            if before[0] == "group" and node[0] == "reviewer":
                given.append((before[1], node[1]))
            elif before[0] == "reviewer" and node[0] == "group":
                taken.append((node[1], before[1]))
            node, before = before, came[before]
        for pair in taken:
            self._take(*pair)
        for pair in given:
            self._give(*pair)


def _orientable(pool: Pool, barred: frozenset[Pair]) -> bool:
    """Whether every party can have its reviewers if each two parties meet once at most, loads apart."""
    holder: dict[frozenset[str], str] = {}
    can = {
        party: [
            frozenset((party, r)) for r in pool.reviewers if pool.may(r, party) and (party, r) not in barred
        ]
        for party in pool.parties
    }
    return all(_claimed(party, can, holder) for party in pool.parties for _ in range(pool.each))


def _claimed(party: str, can: dict[str, list[frozenset[str]]], holder: dict[frozenset[str], str]) -> bool:
    """Whether the party can have one meeting more, others moving to other meetings where need be."""
    came: dict[frozenset[str], frozenset[str] | None] = {}
    queue: deque[tuple[str, frozenset[str] | None]] = deque([(party, None)])
    while queue:
        who, gives_up = queue.popleft()
        for meeting in can[who]:
            if meeting in came or holder.get(meeting) == who:
                continue
            came[meeting] = gives_up
            if meeting in holder:
                queue.append((holder[meeting], meeting))
                continue
            at: frozenset[str] | None = meeting
            while at is not None:  # each takes the meeting that the next one on the chain gives up
                before = came[at]
                holder[at] = party if before is None else holder[before]
                at = before
            return True
    return False
