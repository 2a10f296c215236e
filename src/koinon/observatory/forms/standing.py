"""What people choose of standings, and rule sets as they write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.kernel import days
from koinon.kernel.refusals import Refused
from koinon.observatory.engine.standing.parsing import LONGEST, parsed
from koinon.observatory.engine.standing.rule_sets import RuleSet
from koinon.observatory.queries.rule_set_checks import refuse_unfit
from koinon.ui.telling import told


class RuleSetForm(forms.Form):
    """A rule set as TOML, and why it is published."""

    text = forms.CharField(
        label=_("The rule set, as TOML"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 28, "spellcheck": "false", "dir": "ltr", "class": "code"}),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Why it is made, or changed. Everyone may read it. Needed for publishing."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """The text with the line ends of a file, if it can be read; else what to mend, with its line."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        try:
            self.rules: RuleSet = parsed(text)
            refuse_unfit(self.rules, text)
        except Refused as refusal:
            raise forms.ValidationError(told(refusal.message)) from refusal
        return text


class EndForm(forms.Form):
    """Why a rule set ends, and the version that was seen."""

    version = forms.CharField(max_length=30, widget=forms.HiddenInput)
    reasons = forms.CharField(
        label=_("Why it ends"), max_length=5000, widget=forms.Textarea({"rows": 3}), required=False
    )


def refused(form: forms.Form, refusal: Refused) -> None:
    """A refusal as an error of the field that it names, else of the whole."""
    field: Any = refusal.data.get("field")
    form.add_error(field if field in form.fields else None, told(refusal.message))


def day_asked(given: str, missing: date) -> date:
    """The day that an address asks for: "2024-12-31", or "2024" for the last day of that year."""
    return days.day_asked(given, missing, years=True)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
