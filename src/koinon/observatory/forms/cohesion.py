"""What a reader asks of votes: of which issue, from which year to which, from which dataset."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ISSUES: dict[str, str | Promise] = {
    "me": _("Palestinian conflict"),
    "nu": _("Nuclear weapons and nuclear material"),
    "di": _("Arms control and disarmament"),
    "hr": _("Human rights"),
    "co": _("Colonialism"),
    "ec": _("Economic development"),
}
DATASETS: dict[str, str | Promise] = {
    "unga-raw": _("with absences"),
    "unvotes": _("without absences"),
}
EARLIEST, LATEST = 1946, 2145


class VotesForm(forms.Form):
    """A filter of roll calls; whatever does not fit is left out rather than refused."""

    issue = forms.ChoiceField(
        label=_("Issue"), required=False, choices=[("", _("Every issue")), *ISSUES.items()]
    )
    since = forms.IntegerField(label=_("From the year"), required=False, min_value=EARLIEST, max_value=LATEST)
    until = forms.IntegerField(label=_("To the year"), required=False, min_value=EARLIEST, max_value=LATEST)
    dataset = forms.ChoiceField(label=_("Dataset"), required=False, choices=())

    def __init__(self, *args: Any, datasets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dataset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = datasets

    def value(self, name: str) -> Any:
        """What was asked, None or "" where it was not, or does not fit."""
        self.is_valid()
        return self.cleaned_data.get(name)
