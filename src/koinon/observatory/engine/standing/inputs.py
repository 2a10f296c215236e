"""What a rule set is held against: figures as arrays of places by years, and events by place and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """One column of a dataset for the whole world: `values` of the shape (places, years), NaN where missing.

    Categories are given as their place in the criterion's scale. The whole world must be there, not one
    place: the latest year in which anyone has a figure is the dataset's year.
    """

    first: int
    values: Floats


@dataclass(frozen=True)
class Events:
    """Dated events: the place of each (a position in `Inputs.places`) and its day (proleptic ordinal).

    `first` and `last` are the days between which every event is held to be known.
    """

    place: Ints
    day: Ints
    first: int
    last: int


@dataclass(frozen=True)
class Inputs:
    """Everything that a rule set needs: columns by (dataset, column), events by the key of the criterion.

    A dataset that is not loaded has no columns here; its criteria are then not known. `lacking`: columns that
    the release does not have in which they were looked for, by (dataset, column), each with its name.
    """

    places: tuple[str, ...]
    columns: Mapping[tuple[str, str], Figures] = field(default_factory=dict)
    events: Mapping[str, Events] = field(default_factory=dict)
    lacking: Mapping[tuple[str, str], str] = field(default_factory=dict)
