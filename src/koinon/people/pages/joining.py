"""Accepting an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.people.actions import invitations
from koinon.people.forms.joining import Accept
from koinon.people.pages.guards import posted, told, tried
from koinon.people.queries import invitations as queries
from koinon.people.queries import persons


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link chooses a name and a password, and has joined."""
    opened = queries.open_invitation(token, now=timezone.now())
    form = Accept(posted(request), email=opened.email, initial={"name": opened.name})
    if request.method == "POST" and form.is_valid() and tried(form, lambda: _join(form, token)):
        messages.success(request, _("Welcome. Sign in with the password you have just chosen."))
        return redirect("account_login")
    shown = {"invitation": opened, "form": form}
    return told(render(request, "people/invitation.html", shown, status=422 if form.errors else 200))


def _join(form: Accept, token: str) -> None:
    invitations.accept(
        by=persons.someone(language=get_language() or "en"),
        token=token,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        now=timezone.now(),
    )
