"""The secretariat's pages: persons, their mandates, invitations."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.people import rules
from koinon.people.actions import invitations, letters, mandates
from koinon.people.actions import persons as actions
from koinon.people.forms.mandates import End, Grant, Invite
from koinon.people.pages.guards import permitted, posted, told, tried
from koinon.people.queries import invitations as waiting
from koinon.people.queries import persons as queries
from koinon.people.queries.own import oneself
from koinon.ui.downloads import Download, links


@require_safe
@permitted(rules.may_keep_mandates)
def persons(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, and whoever has been invited."""
    return render(
        request,
        "people/persons.html",
        {
            "persons": queries.persons(),
            "invitations": waiting.open_invitations(now=timezone.now()),
            "today": timezone.localdate(),
            "downloads": [
                *links(request, "people:persons"),
                Download(reverse("people:popolo"), "Popolo (JSON)"),
            ],
        },
    )


@permitted(rules.may_invite)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone; the link is shown once."""
    form = Invite(posted(request))
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/")
        language = form.cleaned_data.pop("language") or settings.LANGUAGE_CODE
        made: list[invitations.Invited] = []
        if tried(
            form,
            lambda: made.append(
                invitations.invite(
                    by=oneself(request.user),
                    now=timezone.now(),
                    post=letters.invitation_by_mail(site, language),
                    **form.cleaned_data,
                )
            ),
        ):
            shown = {"invitation": made[0].invitation, "link": letters.link(site, made[0].token, language)}
            return told(render(request, "people/invited.html", shown))
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@permitted(rules.may_invite)
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitations.withdraw(
        by=oneself(request.user), invitation=waiting.invitation(invitation), now=timezone.now()
    )
    messages.success(request, _("The invitation was taken back."))
    return redirect("people:persons")


@permitted(rules.may_keep_mandates)
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person with mandates; a further mandate is granted here."""
    whom, today = queries.person(person), timezone.localdate()
    form = Grant(posted(request), today=today)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: mandates.grant(by=oneself(request.user), person=whom, **form.cleaned_data))
    ):
        messages.success(request, _("The mandate was granted."))
        return redirect("people:person", person)
    shown = {"person": whom, "form": form, "today": today}
    return render(request, "people/person.html", shown, status=422 if form.errors else 200)


@permitted(rules.may_keep_mandates)
def end_mandate(request: HttpRequest, mandate: int) -> HttpResponse:
    """Say on which day a mandate ends."""
    which, today = queries.mandate(mandate), timezone.localdate()
    form = End(posted(request), today=today)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: mandates.end(by=oneself(request.user), mandate=which, **form.cleaned_data))
    ):
        messages.success(request, _("The mandate ends on that day."))
        return redirect("people:person", which.person.pk)
    return render(
        request,
        "people/end_mandate.html",
        {"mandate": which, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@permitted(rules.may_keep_mandates)
def close(request: HttpRequest, person: UUID) -> HttpResponse:
    """Close an account."""
    actions.close(by=oneself(request.user), person=queries.person(person))
    messages.success(request, _("The account is closed; its person was signed out everywhere."))
    return redirect("people:person", person)


@require_POST
@permitted(rules.may_keep_mandates)
def reopen(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open a closed account again."""
    actions.reopen(by=oneself(request.user), person=queries.person(person))
    messages.success(request, _("The account is open again."))
    return redirect("people:person", person)
