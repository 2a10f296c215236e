"""What a reader asks of votes: of which issue, from which year to which, from which dataset."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.kernel.refusals import Refused

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
    """A filter of roll calls."""

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

    def problem(self) -> Refused | None:
        """What of it fits no roll calls, with what can be asked for."""
        if self.is_valid():
            return None
        name = next(iter(self.errors))
        words = self.data.get(name, "")[:60]
        if name in ("since", "until"):
            return Refused(
                "observatory.votes.year", "“{words}” is no year from {first} to {last}.", words=words,
                first=EARLIEST, last=LATEST, field=name,
            )  # fmt: skip
        return Refused(
            "observatory.votes.asked", "Nothing is known here by the name “{words}”.", words=words, field=name
        )

    def value(self, name: str) -> Any:
        """What was asked, None or "" where it was not."""
        self.is_valid()
        return self.cleaned_data.get(name)
