"""The process watch: what is overdue, what comes next, and what each process touches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koinon.kernel.calendars import Due, calendar
from koinon.kernel.refusals import NotPermitted
from koinon.people.pages.guards import posted, tried
from koinon.people.queries import parties
from koinon.people.requests import SignedInRequest
from koinon.people.rules import may_somewhere
from koinon.register.actions import processes as actions
from koinon.register.forms.mechanisms import (
    PROCESS_KINDS,
    NewProcessForm,
    ProcessForm,
    ReasonForm,
    StageForm,
)
from koinon.register.pages.downloads import files, links
from koinon.register.pages.feeds import answered, opened
from koinon.register.pages.mechanisms import form_page
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import knowledge
from koinon.register.queries import processes as queries
from koinon.register.rules import mechanisms as rules
from koinon.ui.files import Listing

MOST = 50  # entries of a feed


@public
def processes(request: HttpRequest) -> HttpResponse:
    """What is overdue, what comes next, and the rest."""
    chosen = _chosen(request)
    rows = queries.as_they_stand(queries.processes(**chosen), timezone.localdate())
    context = {
        "groups": [(when, [row for row in rows if row.standing.when == when]) for when in queries.ORDER],
        "kinds": PROCESS_KINDS,
        "themes": knowledge.theme_choices(),
        "chosen": chosen,
        "may_open": bool(may_somewhere(request.user, "processes.keep")),
        "downloads": links(request, "processes", feed=reverse("register:processes-feed")),
    }
    return render(request, "register/processes/list.html", context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("kind", "party", "theme")}


@files
def processes_files(request: HttpRequest) -> Listing:
    """The processes of a filter, as they stand today."""
    site, today = site_of(request), timezone.localdate()
    found = queries.processes(**_chosen(request))
    return Listing(
        "processes",
        queries.COLUMNS,
        lambda: (queries.record(row, site) for row in queries.as_they_stand(found, today)),
        queries.flat,
    )


@public
def processes_feed(request: HttpRequest) -> HttpResponse:
    """What happened in the processes that are watched, and which stage is overdue, the latest first."""
    feed = opened(request, _("Process watch"), reverse("register:processes"))
    for stage in queries.news(timezone.localdate(), most=MOST):
        happened = stage.happened_on or stage.expected_on
        assert happened is not None
        words = _("Happened: %(stage)s") if stage.happened_on else _("Overdue: %(stage)s")
        feed.add(
            f"process/{stage.process.key}/{stage.position}/{'happened' if stage.happened_on else 'overdue'}",
            title=f"{stage.process.title}: {words % {'stage': stage.name}}",
            path=stage.process.get_absolute_url(),
            text=stage.note,
            since=datetime.combine(happened, time(), UTC),
        )
    return answered(feed)


@public
def processes_calendar(request: HttpRequest) -> HttpResponse:
    """The stages that are expected."""
    name = _("Process watch: %(of)s") % {"of": settings.ENV.name}
    pieces = calendar(name, get_language() or "en", _dues(request))
    response = HttpResponse(b"".join(pieces), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="processes.ics"'
    return response


def _dues(request: HttpRequest) -> Iterator[Due]:
    host = request.get_host().partition(":")[0]
    for stage in queries.expected():
        assert stage.expected_on is not None
        yield Due(
            uid=f"process-{stage.process.key}-{stage.position}@{host}",
            due=stage.expected_on,
            summary=f"{stage.process.title}: {stage.name}",
            description=stage.note,
            url=site_of(request) + stage.process.get_absolute_url(),
            revision=stage.process.revision,
            changed_at=stage.process.opened_at,
        )


@public
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process: its stages, what it touches, who watches it."""
    found = queries.process(key)
    (row,) = queries.as_they_stand([found], timezone.localdate())
    context = {
        "process": found,
        "standing": row.standing,
        "may_keep": bool(rules.may_keep_process(by=request.user, process=found)),
        "watching": queries.watches_itself(request.user, found),
        "spoken_for": queries.parties_spoken_for(request.user),
    }
    return render(request, "register/processes/process.html", context)


@login_required
def open_process(request: SignedInRequest) -> HttpResponse:
    """Begin to watch a process."""
    if not (verdict := may_somewhere(request.user, "processes.keep")):
        raise NotPermitted("register.open_process", verdict.reason)
    form = NewProcessForm(posted(request), parties=_behalves(request))
    made: list[Any] = []
    if form.is_valid() and tried(form, lambda: made.append(_opened(request, form))):
        return redirect(made[0])
    return form_page(request, form, _("Watch a process"))


def _behalves(request: SignedInRequest) -> list[tuple[str, str]]:
    own = [(party.key, party.name) for party in queries.parties_spoken_for(request.user)]
    whole = [("", _("the partnership"))] if rules.may_open_process(by=request.user) else []
    return whole + own


def _opened(request: SignedInRequest, form: NewProcessForm) -> Any:
    values = _values(form)
    behalf = values.pop("behalf")
    return actions.open_process(by=request.user, behalf=parties.party(behalf) if behalf else None, **values)


def _values(form: ProcessForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    values.pop("revision")
    return values | {"provisions": queries.named_provisions(values["provisions"])}


@login_required
def edit_process(request: SignedInRequest, key: str) -> HttpResponse:
    """Change what is said of a process."""
    found = _kept(request, key)
    known = {name: getattr(found, name) for name in ProcessForm.base_fields if name != "provisions"}
    known["provisions"] = [f"{p.document.slug}/{p.number}" for p in found.provisions.all()]
    form = ProcessForm(posted(request), initial=known)

    def save() -> None:
        revision = form.cleaned_data["revision"] or 0
        actions.save(by=request.user, process=found, revision=revision, **_values(form))

    if form.is_valid() and tried(form, save):
        messages.success(request, _("Saved."))
        return redirect(found)
    return form_page(request, form, found.title)


@login_required
def add_stage(request: SignedInRequest, key: str) -> HttpResponse:
    """A further stage."""
    found = _kept(request, key)
    form = StageForm(posted(request))
    if form.is_valid() and tried(form, lambda: _stage(request, found, form)):
        return redirect(found)
    return form_page(request, form, found.title)


@login_required
def edit_stage(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a stage: mostly, say that it happened."""
    stage = queries.stage(pk)
    process = _kept(request, stage.process.key)
    form = StageForm(posted(request), initial={n: getattr(stage, n) for n in StageForm.base_fields})
    if form.is_valid() and tried(form, lambda: _stage(request, process, form, stage=stage)):
        return redirect(process)
    return form_page(request, form, process.title, drop="register:drop_stage", pk=pk)


def _stage(request: SignedInRequest, process: Any, form: StageForm, **rest: Any) -> None:
    actions.save_stage(
        by=request.user, process=process, today=timezone.localdate(), **form.cleaned_data, **rest
    )


@require_POST
@login_required
def drop_stage(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take out a stage that the process does not have."""
    stage = queries.stage(pk)
    process = _kept(request, stage.process.key)
    actions.drop_stage(by=request.user, process=process, stage=stage)
    return redirect(process)


@login_required
def end_process(request: SignedInRequest, key: str) -> HttpResponse:
    """Say how it ended; or, of one that ended, why it is watched again."""
    found = _kept(request, key)
    form = ReasonForm(posted(request), initial={"revision": found.revision})
    ended = found.state == "ended"
    form.fields["words"].label = _("Why it is watched again") if ended else _("How it ended")

    def act() -> None:
        seen, words = form.cleaned_data["revision"], form.cleaned_data["words"]
        if ended:
            actions.reopen(by=request.user, process=found, revision=seen, reason=words)
        else:
            actions.end(by=request.user, process=found, revision=seen, outcome=words)

    if form.is_valid() and tried(form, act):
        return redirect(found)
    return form_page(request, form, found.title)


@require_POST
@login_required
def watch(request: SignedInRequest, key: str) -> HttpResponse:
    """Be told of it oneself, or say that a party watches it; or no longer."""
    found = queries.process(key)
    wanted, party_key = request.POST.get("watch") == "yes", request.POST.get("party", "")
    if not party_key:
        actions.keep_an_eye(by=request.user, process=found, watching=wanted)
    elif wanted:
        actions.watch(by=request.user, party=parties.party(party_key), process=found)
    else:
        actions.unwatch(by=request.user, party=parties.party(party_key), process=found)
    return redirect(found)


def _kept(request: SignedInRequest, key: str) -> Any:
    found = queries.process(key)
    if not (verdict := rules.may_keep_process(by=request.user, process=found)):
        raise NotPermitted("register.may_keep_process", verdict.reason)
    return found
