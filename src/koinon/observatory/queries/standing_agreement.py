"""How much verdicts hinge on the release they were read from: the share of releases in which each holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from koinon.observatory.engine.standing.logic import Truth
from koinon.observatory.engine.standing.standings import Standings, standings
from koinon.observatory.models import Release
from koinon.observatory.queries import releases, standing_inputs
from koinon.observatory.queries.standing import Reading
from koinon.observatory.queries.standing_inputs import Gathered


@dataclass(frozen=True)
class Agreeing:
    """In which releases of one dataset the verdict on a subject holds, and in which it does not.

    Those that do not reach the year that decides, or that cannot decide, are silent.
    """

    release: Release  # the one that the verdict was read from
    holds: tuple[Release, ...]
    differs: tuple[Release, ...]
    silent: tuple[Release, ...]

    @property
    def said(self) -> int:
        """How many releases say anything."""
        return len(self.holds) + len(self.differs)

    @property
    def loaded(self) -> int:
        """How many releases were asked."""
        return self.said + len(self.silent)


def agreement(chosen: Reading, on: date) -> dict[str, list[Agreeing]]:
    """Of each subject, by code, and each dataset with several releases: in which the verdict is the same."""
    rules = chosen.rules
    of = standing_inputs.gathered(rules)
    newest = standings(rules, of.inputs, [on])
    found: dict[str, list[Agreeing]] = {}
    for dataset, release in of.releases.items():
        every = releases.of(dataset)
        if len(every) < 2:
            continue
        read = {one: _verdicts(chosen, dataset, one, newest, on) for one in every}
        for number, code in enumerate(of.inputs.places):
            verdict = int(newest.verdicts[number, 0])
            if verdict != Truth.UNKNOWN:
                found.setdefault(code, []).append(_of_one(code, verdict, release, every, read))
    return found


def _of_one(
    code: str,
    verdict: int,
    release: Release,
    every: Sequence[Release],
    read: Mapping[Release, Mapping[str, int]],
) -> Agreeing:
    told = {one: read[one].get(code, int(Truth.UNKNOWN)) for one in every}
    return Agreeing(
        release,
        holds=tuple(one for one in every if told[one] == verdict),
        differs=tuple(one for one in every if told[one] not in (verdict, Truth.UNKNOWN)),
        silent=tuple(one for one in every if told[one] == Truth.UNKNOWN),
    )


def _verdicts(chosen: Reading, dataset: str, release: Release, newest: Standings, on: date) -> dict[str, int]:
    """The verdicts by another release of one dataset, where that reaches the year that decided."""
    rules = chosen.rules
    decided = max(
        (
            int(leaf.year.max(initial=0))
            for key, leaf in newest.leaves.items()
            if rules.criteria[key].dataset == dataset
        ),
        default=0,
    )
    if release.last is None or release.last < decided:
        return {}
    of: Gathered = standing_inputs.gathered(rules, {dataset: release})
    found = standings(rules, of.inputs, [on])
    return {code: int(found.verdicts[number, 0]) for number, code in enumerate(of.inputs.places)}
