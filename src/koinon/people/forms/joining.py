"""Joining: accepting an invitation, signing up by oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from koinon.people.queries import persons

NAME_HELP = _("How others here see you. A pseudonym will do.")


class SignUp(forms.Form):
    """What allauth's own sign-up form asks beside address and password."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=NAME_HELP, widget=forms.TextInput({"autocomplete": "name"})
    )
    field_order = ("email", "name", "password1", "password2")

    def signup(self, request: HttpRequest, user: object) -> None:
        """Nothing more to do: the adapter's `save_user` has taken the name."""


class Accept(forms.Form):
    """Name and password of someone who accepts an invitation."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=NAME_HELP, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The passwords agree, and the installation's validators are content."""
        values = super().clean() or self.cleaned_data
        password = values.get("password")
        if password and values.get("again") and password != values["again"]:
            self.add_error("again", _("The two passwords differ: type the same one twice."))
        if password:
            try:
                validate_password(password, persons.someone(self.email, values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
