"""Figures that were worked out, as the API gives them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

DIGITS = 6  # decimals: more than any source publishes of an index between 0 and 1


def _rounded(value: float) -> float:
    return round(value, DIGITS)


Worked = Annotated[
    float, AfterValidator(_rounded)
]  # differences and shares; what is published stays as it is
