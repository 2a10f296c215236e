"""Forms of the lines and openings towards a country."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.observatory.forms.incidents import SourcesField, languages
from koinon.people.forms.fields import DayField, PlaceField

KINDS: list[tuple[str, str | Promise]] = [
    ("line", _("A line that is not compromised")),
    ("opening", _("An opening for dialogue")),
]


class LineForm(forms.Form):
    """What is said, since when, and on what it rests."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(label=_("In words"), max_length=10_000, widget=forms.Textarea({"rows": 5}))
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    since = DayField(label=_("Since"))
    sources = SourcesField()

    def values(self) -> dict[str, Any]:
        """What was filled in, for the actions."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class ChangeLineForm(LineForm):
    """What is said from now on, and where it stands among the others."""

    position = forms.IntegerField(
        label=_("Place in the order"), required=False, min_value=0, max_value=30_000
    )


class NewLineForm(LineForm):
    """A line or opening that begins to be said."""

    open_to_all = forms.BooleanField(
        label=_("Everyone may read it"), required=False,
        help_text=_("Otherwise only the secretariat and the focal points of members."),
    )  # fmt: skip
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)

    def values(self) -> dict[str, Any]:
        """What was filled in, for the actions."""
        said = super().values()
        return said | {"restricted": not said.pop("open_to_all")}


class PlaceForm(forms.Form):
    """Towards which country a first line is written."""

    place = PlaceField(label=_("Country or territory"), help_text=_("By name or code."))


class EndForm(forms.Form):
    """Until when a line or an opening held."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    until = DayField(label=_("Until"), help_text=_("The first day on which it holds no more."))


class RevisionForm(forms.Form):
    """Upon which version something is done."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
