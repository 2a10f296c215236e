"""Fields that several forms of this room share: a day, a party by its name, a place by name or code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from koinon.people.queries import directory, parties


class DayField(forms.DateField):
    """A day, picked in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartyField(forms.CharField):
    """A party by any of its names; the value is the party, None when empty."""

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "name", value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        known = directory.directory().resolve(text)
        if known is None:
            raise forms.ValidationError(
                _("No party is called “%(name)s”: check the spelling, or add the party first."),
                params={"name": text},
            )
        return parties.party(known.key)


class PlaceField(forms.CharField):
    """A place by its name or code; the value is the place, None when empty."""

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "name", value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = parties.place_named(text)
        if found is None:
            raise forms.ValidationError(
                _("No place is called “%(name)s”: check the spelling, or add the place first."),
                params={"name": text},
            )
        return found


class LinesField(forms.CharField):
    """Several values, one a line; the value is a list without empty lines and repetitions."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        too_long = next((line for line in lines if len(line) > 300), None)
        if too_long:
            raise forms.ValidationError(
                _("“%(start)s…” is longer than 300 letters: shorten it."), params={"start": too_long[:40]}
            )
        return list(dict.fromkeys(line for line in lines if line))
