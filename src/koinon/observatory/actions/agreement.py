"""Counting the agreement of draws: a job of seconds in files, then one act that tells it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from koinon.ledger.acts import action, record
from koinon.ledger.platform import PLATFORM
from koinon.observatory.engine.agreement.counting import Agreement
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.models import Release
from koinon.observatory.queries import agreement as queries
from koinon.observatory.rules.loading import only_the_platform


def count(
    release: Release,
    errors: Errors,
    *,
    draws: int = queries.DRAWS,
    seed: int = queries.SEED,
    tell: Callable[[int], None] = lambda done: None,
) -> Agreement:
    """Count what is not counted yet, going on where someone was stopped; pages show it from then on."""
    there = queries.kept(release, errors, draws=draws, seed=seed)
    if there is not None:
        return there
    made = queries.count(release, errors, draws=draws, seed=seed, tell=tell)
    keep_agreement(by=PLATFORM, release=release, errors=errors, draws=draws, seed=seed)
    return made


@action("observatory.keep_agreement", permit=only_the_platform)
def keep_agreement(*, by: Any, release: Release, errors: Errors, draws: int, seed: int) -> None:
    """Tell that it was counted in how many draws the episodes of a release hold."""
    record(
        f"dataset:{release.dataset.key}",
        {
            "dataset": release.dataset.key, "version": release.version, "errors": errors.value,
            "draws": draws, "seed": seed,
        },
    )  # fmt: skip
