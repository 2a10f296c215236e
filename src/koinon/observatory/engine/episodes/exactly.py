"""Exact decimal arithmetic: the index and the thresholds as whole numbers of their last decimal.

The index has three decimals and the thresholds lie on that grid, so that in binary fractions .57 − .56 is
less than .01. As whole thousandths every difference is exact, and doubles hold them exactly too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import numpy as np

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.finding import Episodes
from koinon.observatory.engine.episodes.laying import identities
from koinon.observatory.engine.episodes.panel import NA, Floats, Panel
from koinon.observatory.engine.episodes.parameters import Parameters

MOST = 12  # decimals; more would not fit into a double


@dataclass(frozen=True)
class Exact:
    """The index as whole numbers (NaN where missing), and the thresholds on the same scale."""

    edi: Floats
    parameters: Parameters
    decimals: int


def exact(values: Sequence[str], p: Parameters) -> Exact:
    """The values as they are written ("0.124", "" where missing) and the thresholds, scaled alike."""
    index = [Decimal(text) if text else None for text in values]
    limits = [Decimal(repr(value)) for value in (p.start_incl, p.cum_incl, p.year_turn, p.cum_turn)]
    decimals = max(map(_decimals, [*filter(None, index), *limits]), default=0)
    if decimals > MOST:
        raise Refused(
            "observatory.episodes.decimals",
            "A value has {decimals} decimals: exact arithmetic goes up to {most}. Round the index first.",
            decimals=decimals,
            most=MOST,
        )
    scale = Decimal(10) ** decimals
    whole = np.array([float(value * scale) if value is not None else np.nan for value in index])
    start_incl, cum_incl, year_turn, cum_turn = (float(limit * scale) for limit in limits)
    return Exact(whole, Parameters(start_incl, cum_incl, year_turn, cum_turn, p.tolerance), decimals)


def exact_basis(basis: Basis, p: Parameters) -> tuple[Basis, Parameters, float]:
    """The same with index and thresholds as whole numbers, and what they were multiplied with."""
    cells = ["" if value != value else repr(value) for value in basis.panel.edi.ravel().tolist()]
    scaled = exact(cells, p)
    panel = basis.panel.with_index(scaled.edi.reshape(basis.panel.edi.shape))
    return replace(basis, panel=panel), scaled.parameters, float(10**scaled.decimals)


@dataclass(frozen=True)
class End:
    """How an episode ends, by the codes of the ERT codebook: termination and outcome, `NA` where missing, and
    whether that is still uncertain."""

    termination: int
    outcome: int
    uncertain: bool

    def told(self) -> dict[str, int | bool | None]:
        """As a record; a missing code is None."""
        codes = {"termination": self.termination, "outcome": self.outcome}
        return {name: None if code == NA else code for name, code in codes.items()} | {
            "censored": self.uncertain
        }


@dataclass(frozen=True)
class Hinging:
    """What hinges on arithmetic: identities of episodes that only binary fractions find, of those that only
    exact decimals find, and of those that both find and that end otherwise, with both ends."""

    only_binary: tuple[str, ...]
    only_exact: tuple[str, ...]
    ends_otherwise: tuple[tuple[str, End, End], ...]


def hinging(panel: Panel, binary: Episodes, decimal: Episodes) -> Hinging:
    """The episodes of one direction in both arithmetics, on the same panel."""
    one, other = _ends(panel, binary), _ends(panel, decimal)
    both = sorted(one.keys() & other.keys())
    return Hinging(
        tuple(sorted(one.keys() - other.keys())),
        tuple(sorted(other.keys() - one.keys())),
        tuple((name, one[name], other[name]) for name in both if one[name] != other[name]),
    )


def _ends(panel: Panel, found: Episodes) -> dict[str, End]:
    """How each episode that counts ends, by its identity."""
    codes = zip(
        identities(found, panel),
        found.termination.tolist(),
        found.outcome.tolist(),
        found.uncertain.tolist(),
        found.counted.tolist(),
        strict=True,
    )
    return {name: End(*end) for name, *end, counted in codes if counted}


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise InvalidOperation(f"{value} is no number")
    return max(0, -exponent)
