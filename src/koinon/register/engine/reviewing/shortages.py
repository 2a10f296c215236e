"""Why a pool and its rules allow no draw: which rule is in the way, at whom it fails, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence, several
from koinon.register.engine.reviewing.completing import Shortage, completed
from koinon.register.engine.reviewing.pool import Pool


def impossible(pool: Pool, found: Shortage, names: Mapping[str, str]) -> Refused:
    """The refusal that names the party and the mend. `found`: what the search ran short of."""
    alone = next((p for p in pool.parties if len(_able(pool, p)) < pool.each), None)
    if alone is not None:
        return _too_few(pool, alone, names)
    party = min(found.parties or pool.parties, key=lambda p: (len(_able(pool, p)), p))
    least = pool.loads[0]
    idle = min(pool.reviewers, key=lambda r: (_reach(pool, r), r))
    data = {
        "party": names.get(party, party),
        "n": len(_able(pool, party)),
        "each": pool.each,
        "reviewer": names.get(idle, idle),
        "reach": _reach(pool, idle),
        "least": least,
    }
    if pool.balanced and _reach(pool, idle) < least:
        return Refused(
            "register.draw.load",
            "Every reviewer is to review {least} parties or more, and {reviewer} may review {reach} only: "
            "take it from the reviewers, take back a conflict of its, or do not ask for equal loads.",
            **data,
        )
    for code, template, loosened in _looser(pool):
        if not isinstance(completed(loosened), Shortage):
            return Refused(code, template, **data)
    return Refused(
        "register.draw.impossible",
        "No draw keeps these rules, nor would one if any single rule were dropped; it fails at {party}, for "
        "which {n} reviewers are possible: ask for fewer than {each}, or add reviewers.",
        **data,
    )


def _looser(pool: Pool) -> Sequence[tuple[str, str, Pool]]:
    """Each rule that may be dropped, with the sentence to say when that alone would help."""
    found: list[tuple[str, str, Pool]] = []
    if not pool.mutual:
        found.append((
            "register.draw.mutual",
            "No draw keeps the rule that no two parties review each other; it fails at {party}, for which "
            "{n} reviewers are possible: allow it, add reviewers, or ask for fewer than {each}.",
            replace(pool, mutual=True),
        ))  # fmt: skip
    if pool.most_of_a_group:
        found.append((
            "register.draw.groups",
            "No draw keeps the limit for reviewers of the same group; it fails at {party}, for which "
            "{n} reviewers are possible: allow more of a group, or add reviewers of other groups.",
            replace(pool, most_of_a_group=0),
        ))  # fmt: skip
    if pool.balanced:
        found.append((
            "register.draw.balance",
            "No draw gives every reviewer the same number of reviews; it fails at {party}, for which "
            "{n} reviewers are possible: do not ask for equal loads, add reviewers, or take back a conflict.",
            replace(pool, balanced=False),
        ))  # fmt: skip
    if pool.conflicts:
        found.append((
            "register.draw.conflicts",
            "The declared conflicts leave no draw; it fails at {party}, for which {n} reviewers are "
            "possible: take back a conflict of its, or add reviewers.",
            replace(pool, conflicts=()),
        ))  # fmt: skip
    return found


def _too_few(pool: Pool, party: str, names: Mapping[str, str]) -> Refused:
    n = len(_able(pool, party))
    free = sum(1 for r in pool.reviewers if pool.may(r, party))
    if free >= pool.each:  # nothing but the limit of a group is in the way
        return Refused(
            "register.draw.group_limit",
            "{free} reviewers may review {party}, but {n} of them at once, as {most} at most may come from "
            "the same group, and {each} are asked for: allow more of a group, add reviewers of other groups, "
            "or ask for fewer.",
            free=free,
            party=names.get(party, party),
            n=n,
            most=pool.most_of_a_group,
            each=pool.each,
        )
    reasons = {
        reason: None for r in pool.reviewers if r != party for reason in pool.reasons(r, party) if reason
    }
    why = sentence(" (conflicts: {reasons})", reasons=several(list(reasons))) if reasons else ""
    return Refused(
        "register.draw.too_few",
        "{n} of the reviewers may review {party}{why}, and {each} are asked for: take back a conflict of "
        "its, add reviewers, or ask for fewer.",
        n=n,
        party=names.get(party, party),
        why=why,
        each=pool.each,
    )


def _able(pool: Pool, party: str) -> list[str]:
    """Whom the rules between two, and the limit of a group, leave for a party at most."""
    counted: dict[str, int] = {}
    found = []
    for reviewer in pool.reviewers:
        group = pool.group(reviewer)
        if pool.may(reviewer, party) and (not group or counted.get(group, 0) < pool.most_of_a_group):
            counted[group] = counted.get(group, 0) + 1
            found.append(reviewer)
    return found


def _reach(pool: Pool, reviewer: str) -> int:
    return sum(1 for party in pool.parties if pool.may(reviewer, party))
