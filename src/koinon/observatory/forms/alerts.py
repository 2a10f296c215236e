"""Forms of alerts: the steps of a thread, and one's own subscriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.observatory.queries.alert_words import KINDS, OUTCOMES
from koinon.people.forms.fields import LinesField

KIND_CHOICES = list(KINDS.items())


class StepForm(forms.Form):
    """What is said with a step, and who may read it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    said = forms.CharField(label=_("In words"), max_length=20_000, widget=forms.Textarea({"rows": 5}))
    public = forms.BooleanField(
        label=_("Everyone may read this"),
        required=False,
        help_text=_("Else only those who handle alerts."),
    )


class CloseForm(StepForm):
    """How an alert ends."""

    outcome = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, outcomes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(key, OUTCOMES[key]) for key in outcomes]  # type: ignore[attr-defined]
        self.order_fields(["revision", "outcome"])


class OwnerForm(forms.Form):
    """Who looks into an alert."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    owner = forms.ChoiceField(label=_("Who looks into it"))

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class SubscriptionForm(forms.Form):
    """What one wants to be told of, and how."""

    way = forms.ChoiceField(
        label=_("How"),
        choices=[("mail", _("By mail, all in one")), ("webhook", _("By a message to an address of mine"))],
        widget=forms.RadioSelect,
        initial="mail",
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        help_text=_("For messages alone. It begins with https://."),
        widget=forms.URLInput,
    )
    places = LinesField(
        label=_("Places"),
        rows=3,
        help_text=_("Countries, territories or groups by name or code, one a line. None: all of them."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of alerts"),
        choices=KIND_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    favourable = forms.BooleanField(label=_("Good news as well"), required=False, initial=True)

    def __init__(self, *args: Any, webhooks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not webhooks:
            way = self.fields["way"]
            way.choices = way.choices[:1]  # type: ignore[attr-defined]
            way.help_text = _("Messages to addresses are switched off here.")
            del self.fields["address"]
