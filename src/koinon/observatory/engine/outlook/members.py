"""The models that forecasts are averaged of, and those that they are compared with.

Each learns from the rows of one fold and tells probabilities of the others; all chance comes from `seed`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from koinon.observatory.engine.outlook.features import CLASSES, Preparation
from koinon.observatory.engine.outlook.folds import Rows, Years
from koinon.observatory.engine.outlook.measures import Floats


@dataclass(frozen=True)
class Given:
    """The figures that members choose from: `every` as published, `derived` with a reason, `of_class` 0/1."""

    at: Years
    every: Floats
    derived: Floats
    of_class: Floats

    @property
    def both(self) -> Floats:
        """Every figure and the derived ones."""
        return np.column_stack([self.every, self.derived])


class Member(Protocol):
    """A model: learns from rows where the outcome is known, foretells others."""

    @property
    def name(self) -> str:
        """What it is called in tables; the same name, the same forecasts."""

    def foretold(self, given: Given, came: Floats, learn: Rows, foretell: Rows, seed: int) -> Floats:
        """Probabilities of the rows `foretell`, learnt from the rows `learn` alone."""


def fading(at: Years, half_life: float | None) -> Floats | None:
    """Weights of learning rows: a row `half_life` years older than the newest counts half."""
    return None if half_life is None else 0.5 ** ((at.max() - at) / half_life)


@dataclass(frozen=True)
class Logit:
    """Logistic regression with an L2 penalty (`strength`: scikit-learn's C, the larger the weaker)."""

    name: str
    columns: Callable[[Given], Floats]
    strength: float
    half_life: float | None = None
    by_class: bool = False  # every slope may differ between classes

    def foretold(self, given: Given, came: Floats, learn: Rows, foretell: Rows, seed: int) -> Floats:
        """Figures are scaled by the learning rows; where slopes differ, so are their products."""
        from sklearn.linear_model import LogisticRegression

        rows = self.columns(given)
        known, ahead = _scaled(rows, learn, foretell)
        if self.by_class:
            kinds = given.of_class
            known = np.column_stack([known, _products(known, kinds[learn])])
            ahead = np.column_stack([ahead, _products(ahead, kinds[foretell])])
            known, ahead = _scaled_pair(known, ahead)
        model = LogisticRegression(C=self.strength, max_iter=500)
        model.fit(known, came[learn], sample_weight=fading(given.at[learn], self.half_life))
        return _ones(model, ahead)


@dataclass(frozen=True)
class Trees:
    """An ensemble of scikit-learn: extra trees, random forest, or boosting, by its class and settings."""

    name: str
    columns: Callable[[Given], Floats]
    kind: str
    settings: tuple[tuple[str, Any], ...] = field(default=())
    half_life: float | None = None

    def foretold(self, given: Given, came: Floats, learn: Rows, foretell: Rows, seed: int) -> Floats:
        """Trees need no scale; missing figures are handed on where the ensemble knows them."""
        import sklearn.ensemble as ensembles

        rows = self.columns(given)
        known, ahead = rows[learn], rows[foretell]
        if self.kind != "HistGradientBoostingClassifier":
            known, ahead = _scaled(rows, learn, foretell)
        model = getattr(ensembles, self.kind)(random_state=seed, **dict(self.settings))
        model.fit(known, came[learn], sample_weight=fading(given.at[learn], self.half_life))
        return _ones(model, ahead)


@dataclass(frozen=True)
class Climatology:
    """How often it came in places of the same class before; classes lean on all by `prior` country-years."""

    name: str = "base rate of the class"
    prior: float = 50.0

    def foretold(self, given: Given, came: Floats, learn: Rows, foretell: Rows, seed: int) -> Floats:
        """The share of each class, shrunk towards the share of all."""
        told, everywhere = came[learn], float(came[learn].mean())
        counts = given.of_class[learn].sum(axis=0)
        hits = (given.of_class[learn] * told[:, None]).sum(axis=0)
        shares = (hits + self.prior * everywhere) / (counts + self.prior)
        said: Floats = given.of_class[foretell] @ shares
        return np.where(given.of_class[foretell].any(axis=1), said, everywhere)


@dataclass(frozen=True)
class Average:
    """The plain mean of members' probabilities; weights are not learnt, there is too little to learn from."""

    name: str
    members: tuple[Member, ...]

    def foretold(self, given: Given, came: Floats, learn: Rows, foretell: Rows, seed: int) -> Floats:
        """The mean of what the members say."""
        told = [one.foretold(given, came, learn, foretell, seed) for one in self.members]
        return np.mean(told, axis=0)  # type: ignore[no-any-return]


def given(panel_at: Years, every: Floats, derived: dict[str, Floats]) -> Given:
    """What members choose from, of a panel's rows."""
    kinds = [derived[f"class {k}"] for k in range(CLASSES) if f"class {k}" in derived]
    of_class = np.column_stack(kinds) if kinds else np.zeros((len(panel_at), 1))
    return Given(panel_at, every, np.column_stack(list(derived.values())), of_class)


def _scaled(rows: Floats, learn: Rows, foretell: Rows) -> tuple[Floats, Floats]:
    prepared = Preparation.learnt(rows[learn])
    return prepared.applied(rows[learn]), prepared.applied(rows[foretell])


def _scaled_pair(known: Floats, ahead: Floats) -> tuple[Floats, Floats]:
    prepared = Preparation.learnt(known)
    return prepared.applied(known), prepared.applied(ahead)


def _products(rows: Floats, kinds: Floats) -> Floats:
    return (rows[:, None, :] * kinds[:, :, None]).reshape(len(rows), -1)


def _ones(model: Any, rows: Floats) -> Floats:
    with warnings.catch_warnings():  # of names that we never gave
        warnings.simplefilter("ignore", UserWarning)
        told = model.predict_proba(rows)
    which = int(np.flatnonzero(model.classes_ == 1)[0])
    return np.asarray(told[:, which], dtype=np.float64)
