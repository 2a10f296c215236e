"""Words and figures of the outlook, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SMALL = 0.005

MEMBERS = {
    "outlook": lambda: _("This outlook"),
    "base rate of the class": lambda: _("Only how often it came in places of the same class"),
    "gradient boosting": lambda: _("Gradient boosting"),
    "L2 logit": lambda: _("Logistic regression with an L2 penalty"),
}
MEASURES = {
    "auc": lambda: _("Area under the curve"),
    "ap": lambda: _("Average precision"),
    "brier": lambda: _("Brier score"),
}
SPACES = {
    "elections": lambda: _("Elections"),
    "associations": lambda: _("Associations"),
    "individual": lambda: _("Individual liberties"),
    "information": lambda: _("Information"),
    "governing": lambda: _("Checks on government"),
    "economic": lambda: _("Freedom from public corruption"),
}


def chance(probability: float | None) -> str:
    """A probability in whole per cent, as people say it: 0.036 → “4 %”; under half is told as that."""
    if probability is None:
        return "–"
    if 0 < probability < SMALL:
        return _("under %(n)s") % {"n": _percent(0.5, 1)}
    return _percent(100 * probability, 0)


def measured(value: float | None, places: int = 3) -> str:
    """A measure with its decimals; a dash where it could not be taken."""
    return "–" if value is None or value != value else _written(value, places)


def member_word(name: str) -> str:
    """What a model is called in tables."""
    return MEMBERS[name]() if name in MEMBERS else name


def measure_word(name: str) -> str:
    """What a measure is called in tables."""
    return MEASURES[name]() if name in MEASURES else name


def space_word(name: str) -> str:
    """What one of the six spaces is called."""
    return SPACES[name]() if name in SPACES else name


def class_words(one: Any) -> str:
    """The class of figures that a forecast belongs to: “2 % to 5 %”, “under 1 %”, “40 % or more”."""
    low, high = (_percent(100 * one[end], 0) for end in ("low", "high"))
    if one["low"] == 0:
        return _("under %(n)s") % {"n": high}
    if one["high"] == 1:
        return _("%(n)s or more") % {"n": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _percent(value: float, places: int) -> str:
    return _written(value, places) + "\u202f%"


def _written(value: float, places: int) -> str:
    """Rounded first: the formatting alone cuts decimals off."""
    return number_format(f"{value:.{places}f}", decimal_pos=places)
