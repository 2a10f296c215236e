"""What people choose of episodes: the thresholds, and which of the episodes are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.ui.telling import told

DEFAULT = Parameters()
LIMITS = {"start_incl": 0.0001, "cum_incl": 0.0, "year_turn": 0.0, "cum_turn": 0.0}


def _threshold(name: str, label: Any, about: Any) -> forms.FloatField:
    value = getattr(DEFAULT, name)
    return forms.FloatField(
        label=label,
        help_text=about,
        required=False,
        min_value=LIMITS[name],
        max_value=1,
        widget=forms.NumberInput({"step": "any", "placeholder": value, "inputmode": "decimal"}),
    )


class ParametersForm(forms.Form):
    """The thresholds of episodes; what is left empty is as published."""

    start_incl = _threshold(
        "start_incl", _("Onset"), _("Change within a year with which an episode begins (0.01).")
    )
    cum_incl = _threshold("cum_incl", _("Size"), _("Change over the whole episode for it to count (0.1)."))
    year_turn = _threshold(
        "year_turn", _("Turn within a year"), _("Change the other way that turns it (0.03).")
    )
    cum_turn = _threshold("cum_turn", _("Turn in sum"), _("Slide the other way that turns it (0.1)."))
    tolerance = forms.IntegerField(
        label=_("Standstill"),
        help_text=_("Years without change after which it has ended (5)."),
        required=False,
        min_value=1,
        max_value=50,
    )
    exact = forms.BooleanField(
        label=_("Exact decimals"),
        help_text=_("Whole thousandths in place of binary fractions."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The thresholds, in `parameters`."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("start_incl", "cum_incl", "year_turn", "cum_turn", "tolerance")
        chosen = {name: given[name] for name in names if given.get(name) is not None}
        try:
            given["parameters"] = Parameters(**chosen)
        except Refused as refusal:
            raise forms.ValidationError(told(refusal.message)) from refusal
        return given

    @property
    def parameters(self) -> Parameters:
        """The chosen thresholds; where one of them means nothing, those as published."""
        if not self.is_valid():
            return DEFAULT
        parameters: Parameters = self.cleaned_data["parameters"]
        return parameters

    @property
    def exactly(self) -> bool:
        """Whether exact decimals are asked for."""
        return self.is_valid() and bool(self.cleaned_data["exact"])

    @property
    def altered(self) -> bool:
        """Whether anything differs from what is published."""
        return self.parameters != DEFAULT or self.exactly
