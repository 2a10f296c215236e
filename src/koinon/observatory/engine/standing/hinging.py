"""How often a verdict holds when some of its criteria are known only as shares of draws, each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.standing.logic import Truth, Truths, combined
from koinon.observatory.engine.standing.rule_sets import ROOT, RuleSet

MOST = 12  # criteria that are drawn: every way in which they can fall out is looked at


@dataclass(frozen=True)
class Held:
    """The share of draws in which a verdict holds; `least`: in that many or more."""

    share: float
    least: bool = False


def held(rules: RuleSet, truths: Mapping[str, Truth], drawn: Mapping[str, float | None]) -> Held | None:
    """From the truths of all criteria, and of those that draws change the share that leaves each as it is.

    Shares of several criteria say nothing of how often they change together. The share of the verdict is told
    where it hangs on one of them alone. Where one settles it whatever the others say, it holds at least as
    often as that one. Else, or where the share is not known, there is no answer.
    """
    keys = list(drawn)
    if len(keys) > MOST:
        return None
    ways = np.arange(2 ** len(keys))
    stays = {key: ways >> n & 1 == 1 for n, key in enumerate(keys)}
    laid = {key: np.full(len(ways), truth, dtype=np.int8) for key, truth in truths.items()}
    for key in keys:
        laid[key] = np.where(stays[key], truths[key], Truth.YES - truths[key]).astype(np.int8)
    verdict = _joined(rules, ROOT, laid)
    same = verdict == verdict[-1]  # in the last way everything stays
    if same.all():
        return Held(1.0)
    matters = [key for n, key in enumerate(keys) if (same != same[ways ^ (1 << n)]).any()]
    if len(matters) == 1:
        share = drawn[matters[0]]
        return None if share is None else Held(share)
    settling = [share for key, share in drawn.items() if share is not None and same[stays[key]].all()]
    return Held(max(settling), least=True) if settling else None


def _joined(rules: RuleSet, key: str, laid: Mapping[str, Truths]) -> Truths:
    if key in laid:
        return laid[key]
    term = rules.terms[key]
    return combined(term.how, [_joined(rules, part, laid) for part in term.parts])
