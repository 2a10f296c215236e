"""Which provision restates which, as a person writes it down."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.kernel.refusals import Refusal
from koinon.register.queries import lineage
from koinon.ui.telling import told

_ADDRESS = re.compile(r"(?:.*/documents/)?([-a-z0-9_]+)/(\d{1,9})/?(?:[?#].*)?\Z", re.IGNORECASE)
_HELP = _("The address of its page, or the end of it: outcome-of-harbour/12")


class ProvisionField(forms.CharField):
    """A provision by the address of its page."""

    def clean(self, value: Any) -> Any:
        """The provision that stands there."""
        words = super().clean(value)
        match = _ADDRESS.match(words)
        if match is None:
            raise forms.ValidationError(
                _("Give the address of a provision’s page, such as outcome-of-harbour/12.")
            )
        try:
            return lineage.provision_at(match[1], int(match[2]))
        except Refusal as refusal:
            raise forms.ValidationError(told(refusal.message)) from refusal


class RestatementForm(forms.Form):
    """The earlier provision, the later one, and why."""

    earlier = ProvisionField(label=_("The earlier provision"), help_text=_HELP, max_length=500)
    later = ProvisionField(label=_("The later provision"), help_text=_HELP, max_length=500)
    reason = forms.CharField(
        label=_("Why, where it is not plain to see"), required=False, max_length=500, widget=forms.Textarea
    )
