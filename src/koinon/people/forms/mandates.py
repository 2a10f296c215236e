"""Inviting, granting and ending: the secretariat's forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext_lazy as _

from koinon.people.engine.roles import ROLES
from koinon.people.forms.fields import DayField, PartyField


def _role_field() -> forms.ChoiceField:
    roles = [(role.key, gettext_lazy(role.name)) for role in ROLES.values()]
    return forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *roles])


def _party_field() -> PartyField:
    return PartyField(
        label=_("Acts for"),
        required=False,
        help_text=_("Name or acronym of a party; leave it empty for a role held for the whole partnership."),
    )


class Invite(forms.Form):
    """Whom to invite into which mandate."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("They can change it when they accept.")
    )
    role = _role_field()
    party = _party_field()
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial=get_language, required=False
    )


class Grant(forms.Form):
    """A further mandate for someone who is here."""

    role = _role_field()
    party = _party_field()
    since = DayField(label=_("From"))
    until = DayField(label=_("Until"), required=False, help_text=_("Its last day; empty when open."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today


class End(forms.Form):
    """The last day of a mandate."""

    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
