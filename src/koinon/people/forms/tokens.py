"""Asking for a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.people.engine.scopes import LONGEST_DAYS, SCOPES, USUAL_DAYS

SCOPE_WORDS = {
    "read": _("See what I see on the desk: documents under review, persons, invitations"),
    "upload": _("Bring documents and files of data"),
    "review": _("Describe documents and decide on their proposals"),
    "publish": _("Publish, and correct or withdraw what is published"),
    "follow": _("Set dates, decide lineage, keep mechanisms, processes and reports"),
    "answer": _("Draft, submit and approve answers"),
    "claim": _("State completion with evidence, judge whether it can be verified"),
    "convene": _("Run and take part in peer reviews"),
    "observe": _("Keep figures, rule sets, incidents, alerts and approaches"),
    "people": _("Keep parties, places, invitations, mandates and accounts"),
    "own": _("Change my own data and the searches I keep"),
}


class MakeToken(forms.Form):
    """Name, scopes and how long."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Which program will use it, such as “nightly export”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        choices=[(key, SCOPE_WORDS[key]) for key in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can never do more than you may yourself."),
    )
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=LONGEST_DAYS, initial=USUAL_DAYS
    )
