"""One's own data."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class MyData(forms.Form):
    """How one is called here, and in which language one reads."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("How others here see you. A pseudonym will do."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class Erase(forms.Form):
    """The last question before one's data are gone."""

    sure = forms.BooleanField(
        label=_("Yes, erase my account and everything about me. I know it cannot be undone.")
    )
