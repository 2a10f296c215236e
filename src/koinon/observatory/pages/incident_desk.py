"""The desk of incidents: telling, correcting, weighing, striking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.kernel.verdicts import Verdict
from koinon.observatory.actions import incident_batches
from koinon.observatory.actions import incidents as actions
from koinon.observatory.engine.incidents.told import source_line
from koinon.observatory.forms.incidents import CorrectionForm, NewIncidentForm, StateForm, StrikeForm
from koinon.observatory.queries import incident_alike, incident_events, releases
from koinon.observatory.queries import incidents as queries
from koinon.observatory.rules import incidents as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.queries import parties
from koinon.people.requests import SignedInRequest
from koinon.people.rules import may_somewhere
from koinon.ui.telling import told

WAITING = 50  # incidents that the desk shows


def may_tell_somewhere(*, by: Any) -> Verdict:
    """Incidents are told by those who may for all of us, or for any party."""
    return may_somewhere(by, rules.TELL)


telling = permitted(may_tell_somewhere)


@telling
def incidents_desk(request: SignedInRequest) -> HttpResponse:
    """What waits to be weighed, and the ways in."""
    context = {
        "waiting": queries.to_verify(WAITING),
        "datasets": [(key, releases.newest(key)) for key in incident_events.DATASETS],
        "may_verify": bool(rules.may_verify(by=request.user)),
        "may_take": bool(rules.may_take(by=request.user)),
        "may_keep_flashpoints": bool(rules.may_keep_flashpoints(by=request.user)),
    }
    return render(request, "observatory/incidents/desk.html", context)


@telling
def tell_incident(request: SignedInRequest) -> HttpResponse:
    """Tell of an incident; those that it may be are shown before it is saved."""
    form = NewIncidentForm(posted(request), parties=behalves(request))
    made: list[Any] = []
    alike: list[Any] = []
    if form.is_valid():
        given = form.told()
        if not form.cleaned_data["anyway"]:
            alike = incident_alike.alike(given.place, given.kind, given.on, given.exact)
        if tried(form, lambda: made.append(_told(request, form))):
            return redirect(made[0])
    if not alike:
        del form.fields["anyway"]
    return form_page(request, form, _("Tell of an incident"), alike=alike, warned=True)


def _told(request: SignedInRequest, form: NewIncidentForm) -> Any:
    said = form.cleaned_data
    return actions.tell(
        by=request.user,
        behalf=parties.party(said["behalf"]) if said["behalf"] else None,
        told=form.told(),
        invented=said["invented"],
        anyway=said["anyway"],
        today=timezone.localdate(),
        now=timezone.now(),
    )


def behalves(request: SignedInRequest) -> list[tuple[str, str]]:
    """For whom the person may tell: the partnership as a whole, or parties."""
    own = [(party.key, party.name) for party in queries.parties_spoken_for(request.user)]
    return ([("", _("the partnership"))] if rules.may_tell(by=request.user) else []) + own


@login_required
def correct_incident(request: SignedInRequest, key: str) -> HttpResponse:
    """Correct an incident, in the open."""
    found = queries.incident(key)
    _allowed(rules.may_correct(by=request.user, incident=found))
    known = {name: getattr(found, name) for name in ("kind", "ends", "title", "account", "language")}
    known |= {"place": found.place, "revision": found.revision}
    known["on"] = queries.written(found.on, found.exact)
    known["sources"] = "\n".join(source_line(source) for source in found.sources)
    form = CorrectionForm(posted(request), initial=known)

    def act() -> None:
        said = form.cleaned_data
        actions.correct(
            by=request.user,
            incident=found,
            revision=said["revision"],
            told=form.told(),
            why=said["why"],
            withhold=said["withhold"],
            today=timezone.localdate(),
            now=timezone.now(),
        )

    if form.is_valid() and tried(form, act):
        messages.success(request, _("Corrected."))
        return redirect(found)
    return form_page(request, form, found.title, warned=True)


@login_required
def verify_incident(request: SignedInRequest, key: str) -> HttpResponse:
    """Say how an incident stands."""
    found = queries.incident(key)
    _allowed(rules.may_verify(by=request.user))
    form = StateForm(
        posted(request),
        initial={"revision": found.revision, "state": found.state, "reasons": found.reasons},
    )

    def act() -> None:
        actions.verify(by=request.user, incident=found, now=timezone.now(), **form.cleaned_data)

    if form.is_valid() and tried(form, act):
        return redirect(found)
    return form_page(request, form, found.title)


@login_required
def strike_incident(request: SignedInRequest, key: str) -> HttpResponse:
    """Strike what should never have stood."""
    found = queries.incident(key)
    _allowed(rules.may_strike(by=request.user, incident=found))
    form = StrikeForm(posted(request), initial={"revision": found.revision})

    def act() -> None:
        actions.strike(by=request.user, incident=found, now=timezone.now(), **form.cleaned_data)

    if form.is_valid() and tried(form, act):
        return redirect(found)
    return form_page(request, form, found.title, button=_("Strike it"))


@require_POST
@permitted(rules.may_take)
def take_incidents(request: SignedInRequest, dataset: str) -> HttpResponse:
    """Take the events of a loaded dataset in."""
    try:
        taken = incident_batches.take(by=request.user, dataset=dataset, now=timezone.now())
    except Refused as refusal:
        messages.error(request, told(refusal.message))
    else:
        messages.success(
            request,
            _(
                "%(new)s taken in. Passed over: %(known)s that stand here already, %(alike)s of which "
                "another source tells, %(others)s rows that are no incident or of no place here."
            )
            % {"new": taken.new, "known": taken.known, "alike": taken.alike, "others": taken.others},
        )
    return redirect("observatory:incidents_desk")


def form_page(request: HttpRequest, form: Any, heading: str, **rest: Any) -> HttpResponse:
    """A form of the desk on a page of its own."""
    context = {
        "form": form,
        "heading": heading,
        "button": _("Save"),
        "back": reverse("observatory:incidents"),
        "back_words": _("Incidents"),
        **rest,
    }
    status = 422 if form.errors else 200
    return render(request, "observatory/incidents/form.html", context, status=status)


def _allowed(verdict: Verdict) -> None:
    if not verdict:
        raise NotPermitted("observatory.incident.not_permitted", verdict.reason)
