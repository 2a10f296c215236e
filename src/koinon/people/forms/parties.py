"""Parties, places and memberships: the secretariat's forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.people.engine.kinds import PartyKind
from koinon.people.forms.fields import DayField, LinesField, PartyField, PlaceField
from koinon.people.queries import parties


class EditParty(forms.Form):
    """A party with all its names."""

    name = forms.CharField(label=_("Name"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=parties.PARTY_KINDS)
    acronyms = LinesField(
        label=_("Acronyms"), rows=2, help_text=_("One a line, as written; the first is the one shown.")
    )
    aliases = LinesField(
        label=_("Other names"),
        rows=6,
        help_text=_("One a line, in any language: whatever a document may call it."),
    )
    place = PlaceField(
        label=_("Place"), required=False, help_text=_("The country or group it speaks for, by name or code.")
    )
    members_of = PartyField(
        label=_("Members of"), required=False, help_text=_("For a class only: the group whose members it is.")
    )
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)

    def clean(self) -> dict[str, object]:
        """Only a class has members of a group."""
        values = super().clean() or self.cleaned_data
        if values.get("members_of") and values.get("kind") != PartyKind.CLASS:
            self.add_error("members_of", _("Only a class of parties has this: choose the kind “Class”."))
        return values


class EditPlace(forms.Form):
    """A place or a group of places."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=parties.PLACE_KINDS)
    source = forms.CharField(
        label=_("Source"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)


class AddPlace(EditPlace):
    """A new place with its code."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("Short and lasting; made of the name when empty."),
    )


class EditMembership(forms.Form):
    """From when until when a place belongs to a group."""

    member = PlaceField(label=_("Member"), help_text=_("A country, territory or group, by name or code."))
    since = DayField(label=_("Since"), required=False)
    until = DayField(
        label=_("Until"), required=False, help_text=_("The first day on which it is no member any more.")
    )
