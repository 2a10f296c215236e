"""What an outlook is made of: the loaded features, and the name that a run of them has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.outlook import recipes
from koinon.observatory.engine.outlook.demspaces import demspaces
from koinon.observatory.engine.outlook.panel import Panel
from koinon.observatory.engine.outlook.part import part
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases

FEATURES, SPACES = "part-features", "demspaces"
UNIT = {"gwcode": pl.col("unit").cast(pl.Float64, strict=False)}


@dataclass(frozen=True)
class Inputs:
    """Releases of the features, and of the six spaces where they are loaded; `digest` names the run."""

    features: Release
    spaces: Release | None
    digest: str

    @property
    def sources(self) -> dict[str, str]:
        """Dataset → version."""
        used = (self.features, self.spaces)
        return {release.dataset.key: release.version for release in used if release is not None}

    @property
    def panel(self) -> Panel:
        """The panel of regime transitions."""
        return part(_frame(self.features))

    @property
    def spaces_panel(self) -> Panel | None:
        """The panel of the six spaces."""
        return demspaces(_frame(self.spaces)) if self.spaces is not None else None


def inputs(*, seed: int) -> Inputs:
    """The newest releases. Raises Refused with the way to load them where the features are missing."""
    features = releases.newest(FEATURES)
    if features is None:
        raise Refused(
            "observatory.outlook.no_features",
            "No release of {dataset} is loaded, of which the outlook is made: load one with {command}.",
            dataset=FEATURES,
            command=f"koinon observatory load {FEATURES} FILE",
        )
    spaces = releases.newest(SPACES)
    held = (features.checksum, spaces.checksum if spaces else "", recipes.VERSION, seed)
    return Inputs(features, spaces, hashlib.sha256(repr(held).encode()).hexdigest())


def _frame(release: Release) -> pl.DataFrame:
    """The rows as published; the unit's number under its published name, where the loader renamed it."""
    found = frames.frame(release)
    return found if "gwcode" in found.columns else found.with_columns(**UNIT)
