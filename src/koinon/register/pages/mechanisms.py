"""Mechanisms: what each is for, who belongs to it, where they overlap and what none covers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koinon.kernel.days import day_asked
from koinon.kernel.refusals import Refused
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest
from koinon.register.actions import mechanisms as actions
from koinon.register.forms.mechanisms import MechanismForm, MechanismMemberForm, MeetingForm
from koinon.register.pages.downloads import files, links
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import coverage as covering
from koinon.register.queries import knowledge
from koinon.register.queries import mechanisms as queries
from koinon.register.rules import mechanisms as rules
from koinon.ui.files import Listing
from koinon.ui.telling import told

keeping = permitted(rules.may_keep_mechanisms)


@public
def mechanisms(request: HttpRequest) -> HttpResponse:
    """Every mechanism, of one theme or with one member where asked."""
    chosen = _chosen(request)
    today = timezone.localdate()
    context = {
        "rows": [(m, queries.members_on(m, today)) for m in queries.mechanisms(**chosen)],
        "themes": knowledge.theme_choices(),
        "chosen": chosen,
        "may_keep": bool(rules.may_keep_mechanisms(by=request.user)),
        "downloads": links(request, "mechanisms"),
    }
    return render(request, "register/mechanisms/list.html", context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("theme", "member")}


@files
def mechanisms_files(request: HttpRequest) -> Listing:
    """The mechanisms of a filter."""
    site, found = site_of(request), queries.mechanisms(**_chosen(request))
    return Listing(
        "mechanisms", queries.COLUMNS, lambda: (queries.record(m, site) for m in found), queries.flat
    )


@public
def mechanism(request: HttpRequest, key: str) -> HttpResponse:
    """Everything known of one mechanism."""
    found, today = queries.mechanism(key), timezone.localdate()
    meetings = list(found.meetings.all())
    context = {
        "mechanism": found,
        "members": queries.members_on(found, today),
        "others": [m for m in found.members.all() if m not in queries.members_on(found, today)],
        "coming": sorted((m for m in meetings if (m.ends or m.begins) >= today), key=lambda m: m.begins),
        "past": [m for m in meetings if (m.ends or m.begins) < today],
        "may_keep": bool(rules.may_keep_mechanisms(by=request.user)),
    }
    return render(request, "register/mechanisms/mechanism.html", context)


@public
def coverage(request: HttpRequest) -> HttpResponse:
    """Where mechanisms overlap, and what none of them covers."""
    wrong = ""
    try:
        day = _day(request)
    except Refused as refusal:
        day, wrong = timezone.localdate(), told(refusal.message)
    found = covering.cover(day)
    context = {
        "day": day,
        "wrong": wrong,
        "cover": found,
        "pairs": [
            (pair, found.named(pair.themes), found.named(pair.members)) for pair in found.coverage.pairs
        ],
        "downloads": [] if wrong else links(request, "coverage"),
    }
    return render(request, "register/mechanisms/coverage.html", context, status=422 if wrong else 200)


def _day(request: HttpRequest) -> date:
    return day_asked(request.GET.get("on", ""), timezone.localdate())


@files
def coverage_files(request: HttpRequest) -> Listing:
    """Themes × mechanisms and members × mechanisms."""
    day = _day(request)
    return Listing("coverage", covering.COLUMNS, lambda: covering.records(day))


@keeping
def add_mechanism(request: SignedInRequest) -> HttpResponse:
    """A mechanism that is not here yet."""
    form = MechanismForm(posted(request))
    made: list[Any] = []
    if form.is_valid() and tried(form, lambda: made.append(_saved(request, form))):
        return redirect(made[0])
    return form_page(request, form, _("Add a mechanism"))


@keeping
def edit_mechanism(request: SignedInRequest, key: str) -> HttpResponse:
    """Change what is said of a mechanism."""
    found = queries.mechanism(key)
    known = {name: getattr(found, name) for name in MechanismForm.base_fields}
    form = MechanismForm(posted(request), initial=known)
    if form.is_valid() and tried(form, lambda: _saved(request, form, mechanism=found)):
        messages.success(request, _("Saved."))
        return redirect(found)
    return form_page(request, form, found.name)


def _saved(request: SignedInRequest, form: MechanismForm, **rest: Any) -> Any:
    values = dict(form.cleaned_data)
    revision = values.pop("revision") or 0
    return actions.save(by=request.user, revision=revision, **values, **rest)


@keeping
def add_mechanism_member(request: SignedInRequest, key: str) -> HttpResponse:
    """A further member."""
    found = queries.mechanism(key)
    form = MechanismMemberForm(posted(request))
    if form.is_valid() and tried(
        form, lambda: actions.save_member(by=request.user, mechanism=found, **form.cleaned_data)
    ):
        return redirect(found)
    return form_page(request, form, found.name)


@keeping
def edit_mechanism_member(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change since when and until when a party belongs to a mechanism."""
    member = queries.member(pk)
    known = {"party": member.party, "since": member.since, "until": member.until}
    form = MechanismMemberForm(posted(request), initial=known)
    mechanism = member.mechanism
    if form.is_valid() and tried(
        form,
        lambda: actions.save_member(by=request.user, mechanism=mechanism, member=member, **form.cleaned_data),
    ):
        return redirect(mechanism)
    return form_page(request, form, mechanism.name, drop="register:drop_mechanism_member", pk=pk)


@require_POST
@keeping
def drop_mechanism_member(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take out a membership that never was."""
    member = queries.member(pk)
    mechanism = member.mechanism
    actions.drop_member(by=request.user, member=member)
    return redirect(mechanism)


@keeping
def add_meeting(request: SignedInRequest, key: str) -> HttpResponse:
    """A further meeting."""
    found = queries.mechanism(key)
    form = MeetingForm(posted(request))
    if form.is_valid() and tried(
        form, lambda: actions.save_meeting(by=request.user, mechanism=found, **form.cleaned_data)
    ):
        return redirect(found)
    return form_page(request, form, found.name)


@keeping
def edit_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a meeting."""
    meeting = queries.meeting(pk)
    mechanism = meeting.mechanism
    form = MeetingForm(posted(request), initial={n: getattr(meeting, n) for n in MeetingForm.base_fields})
    if form.is_valid() and tried(
        form,
        lambda: actions.save_meeting(
            by=request.user, mechanism=mechanism, meeting=meeting, **form.cleaned_data
        ),
    ):
        return redirect(mechanism)
    return form_page(request, form, mechanism.name, drop="register:drop_meeting", pk=pk)


@require_POST
@keeping
def drop_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take out a meeting that does not take place."""
    meeting = queries.meeting(pk)
    mechanism = meeting.mechanism
    actions.drop_meeting(by=request.user, meeting=meeting)
    return redirect(mechanism)


def form_page(request: HttpRequest, form: Any, heading: str, **rest: Any) -> HttpResponse:
    """A form on a page of its own; `drop` and `pk` name the route that takes the thing out."""
    context = {"form": form, "heading": heading, **rest}
    return render(request, "register/mechanisms/form.html", context, status=422 if form.errors else 200)
