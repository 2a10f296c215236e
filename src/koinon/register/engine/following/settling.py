"""What is to change so that the dates that stand are those that text and policy set.

Nothing moves in place: a date that changes ends, and another begins. What was met stays as it was met, what
was agreed with an addressee stays as it was agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from koinon.register.engine.following import terms
from koinon.register.engine.following.terms import Clock, Expected, Rules

TEXT, POLICY, AGREED, REVIEW = "text", "policy", "agreed", "review"


@dataclass(frozen=True)
class Policy:
    """A version of a policy by its key, with what it says of dates."""

    key: int
    rules: Rules


@dataclass(frozen=True)
class Stood:
    """A date that stands for a follow-up: its key, on what basis, whether it is met, by which policy."""

    term: int
    basis: str
    met: bool
    clock: Clock
    policy: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A date that is to stand, on what basis, and under which policy if any."""

    basis: str
    clock: Clock
    policy: int | None


@dataclass(frozen=True)
class Change:
    """One date of a follow-up: as it stood and as it is to stand; the same where `new` is `old`'s."""

    old: Stood | None
    new: Wanted | None

    @property
    def stays(self) -> bool:
        """Whether nothing changes."""
        return self.old is not None and self.new is not None and _same(self.old, self.new)


def wanted(
    policy: Policy | None,
    start: date,
    today: date,
    text: date | None,
    zone: str,
    response: date | None = None,
) -> dict[Expected, Wanted]:
    """The dates that are to stand for a follow-up that nothing stands for yet.

    `policy` is None where none applies to its kind of provision: then the text's own date stands alone, in
    the time zone `zone`, without grace and steps. `response`: until when the response stage of a peer review
    lasts, whose outcome asks for it; then the answer is expected by that day, without grace, as the stage is.
    """
    rules = policy.rules if policy else Rules(zone)
    clocks = (terms.answer(rules, start), terms.report(rules, start, today), terms.due(rules, text))
    by_text = text is not None and text < terms.LATEST
    found = {
        clock.kind: Wanted(
            TEXT if clock.kind is Expected.DUE and by_text else POLICY, clock, policy.key if policy else None
        )
        for clock in clocks
        if clock is not None
    }
    if response is not None:
        plain = replace(rules, grace_days=0, time_zone=zone)
        clock = terms.agreed(plain, Expected.ANSWER, response)
        found[Expected.ANSWER] = Wanted(REVIEW, clock, policy.key if policy else None)
    return found


def changes(stood: Sequence[Stood], wished: Mapping[Expected, Wanted], policy: Policy | None) -> list[Change]:
    """Every date of a follow-up with what becomes of it, also where it stays as it stands."""
    return [
        change
        for kind in Expected
        for change in _of_kind([s for s in stood if s.clock.kind is kind], wished.get(kind), policy)
    ]


def _of_kind(stood: list[Stood], wish: Wanted | None, policy: Policy | None) -> Iterator[Change]:
    if any(s.basis == AGREED for s in stood):
        yield from map(_kept, stood)
    elif not stood:
        if wish:
            yield Change(None, wish)
    elif stood[0].clock.kind is Expected.REPORT:
        yield from _reports(stood, wish, policy)
    else:
        yield from _single(stood, wish)


def _single(stood: list[Stood], wish: Wanted | None) -> Iterator[Change]:
    """An answer or the deed: one date, of which what is met stays unless the text itself was corrected."""
    last = stood[-1]
    yield from map(_kept, stood[:-1])
    corrected = (
        wish is not None and TEXT in (wish.basis, last.basis) and wish.clock.due_on != last.clock.due_on
    )
    if last.met and not corrected:
        yield _kept(last)
    else:
        yield _kept(last) if wish and _same(last, wish) else Change(last, wish)


def _reports(stood: list[Stood], wish: Wanted | None, policy: Policy | None) -> Iterator[Change]:
    """The round that runs moves with the policy; earlier ones stay, unless no report is wanted any more."""
    *earlier, last = sorted(stood, key=lambda s: s.clock.round)
    for one in (*earlier, last):
        if one.met:
            yield _kept(one)
        elif wish is None or policy is None:
            yield Change(one, None)
        elif one is not last or one.policy == policy.key or one.clock.counted_from is None:
            yield _kept(one)
        else:
            clock = terms.report_round(policy.rules, one.clock.counted_from, one.clock.round)
            again = Wanted(POLICY, clock, policy.key) if clock else wish
            yield Change(one, again)


def _kept(one: Stood) -> Change:
    return Change(one, Wanted(one.basis, one.clock, one.policy))


def _same(old: Stood, new: Wanted) -> bool:
    """Whether a date is the one wanted; under the same version of a policy it need only be that day."""
    before, after = old.clock, new.clock
    if (old.basis, before.due_on) != (new.basis, after.due_on):
        return False
    return old.policy == new.policy or (
        (before.overdue_at, before.time_zone, before.steps)
        == (after.overdue_at, after.time_zone, after.steps)
    )


def moved(found: Iterable[Change]) -> list[Change]:
    """Those of the changes in which something changes."""
    return [change for change in found if not change.stays]
