"""Forms of mechanisms and of watched processes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.people.forms.fields import DayField, LinesField, PartyField, PlaceField
from koinon.register.queries import knowledge

PROCESS_KINDS = [
    ("bill", _("Bill")),
    ("case", _("Case")),
    ("negotiation", _("Negotiation")),
    ("policy", _("Policy process")),
]


class ThemesField(forms.MultipleChoiceField):
    """Themes of the vocabulary in force, to be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=knowledge.theme_choices, **kwargs,
        )  # fmt: skip


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    rows = kwargs.pop("rows", 4)
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea({"rows": rows}), **kwargs
    )


def _address(**kwargs: Any) -> forms.URLField:
    return forms.URLField(label=_("Web address"), required=False, assume_scheme="https", **kwargs)


class MechanismForm(forms.Form):
    """What is said of a mechanism."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=300)
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    party = PartyField(
        label=_("The body itself, as a party"), required=False, help_text=_("If it can be asked something.")
    )
    mandate = _text(_("Mandate"), help_text=_("What it is to do, in its own words or in yours."))
    legal_basis = _text(
        _("Legal basis"), rows=2, help_text=_("The treaty, charter or decision, with its date.")
    )
    themes = ThemesField()
    since = DayField(label=_("Since"), required=False)
    until = DayField(
        label=_("Until"), required=False, help_text=_("The first day on which it stands no more.")
    )
    address = _address()
    source = _text(_("Source"), rows=2, help_text=_("Where this can be checked."))
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)


class MechanismMemberForm(forms.Form):
    """From when until when a party belongs to a mechanism."""

    party = PartyField(label=_("Member"))
    since = DayField(label=_("Since"), required=False)
    until = DayField(
        label=_("Until"), required=False, help_text=_("The first day on which it is no member any more.")
    )


class MeetingForm(forms.Form):
    """A meeting of a mechanism."""

    title = forms.CharField(label=_("What the meeting is called"), max_length=300)
    begins = DayField(label=_("Begins"))
    ends = DayField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    address = _address()


class ProcessForm(forms.Form):
    """What is said of a watched process."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=PROCESS_KINDS)
    title = forms.CharField(label=_("Title"), max_length=500)
    summary = _text(_("What it would change"))
    party = PartyField(
        label=_("Whose process it is"),
        required=False,
        help_text=_("The state, parliament, court or body before which it is."),
    )
    place = PlaceField(
        label=_("Place"), required=False, help_text=_("Where it would apply, by name or code.")
    )
    themes = ThemesField()
    provisions = LinesField(
        label=_("Provisions it touches"),
        rows=3,
        help_text=_("One a line: their addresses here, or document/number."),
    )
    address = _address()
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)


class NewProcessForm(ProcessForm):
    """A process that begins to be watched, and for whom."""

    behalf = forms.ChoiceField(label=_("Watched for"), required=False)

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["behalf"].choices = parties  # type: ignore[attr-defined]
        self.order_fields(["behalf"])


class StageForm(forms.Form):
    """A stage of a process."""

    name = forms.CharField(label=_("Stage"), max_length=300, help_text=_("Such as “second reading”."))
    expected_on = DayField(label=_("Expected on"), required=False)
    happened_on = DayField(label=_("Happened on"), required=False)
    note = _text(_("Note"), rows=2)
    address = _address()


class ReasonForm(forms.Form):
    """Why, or how, in words; with the version that was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(label=_("In words"), max_length=5000, widget=forms.Textarea({"rows": 3}))
