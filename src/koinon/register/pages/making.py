"""The desk of reports: what one covers, its figures beside its prose, its good examples, its editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koinon.kernel.refusals import NotFound, Refused
from koinon.people.pages.guards import permitted
from koinon.people.requests import SignedInRequest
from koinon.register.actions import report_jobs
from koinon.register.actions import reports as actions
from koinon.register.engine.reporting import html, screen
from koinon.register.engine.reporting.days import last_day
from koinon.register.engine.reporting.paper import Block
from koinon.register.engine.reporting.sections import PROSE_ALONE, Key
from koinon.register.forms.documents import revision_in
from koinon.register.forms.reports import CoversForm, ExampleForm, SectionsForm
from koinon.register.pages.report_editions import on_screen, sent
from koinon.register.queries import report_files, report_paper, report_words, reporting
from koinon.register.queries import reports as queries
from koinon.register.rules import reports as rules
from koinon.ui.telling import told

making = permitted(rules.may_make_reports)
STALE = "register.changed_meanwhile"
_COVERS = (
    "title", "subtitle", "language", "as_of", "time_zone", "compared_with", "documents", "themes", "parties",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@making
def desk_reports(request: SignedInRequest) -> HttpResponse:
    """Every report, and the form to begin one."""
    now, zone = timezone.now(), timezone.get_default_timezone_name()
    first = {"language": request.user.language, "as_of": last_day(now, zone), "time_zone": zone}
    form = CoversForm(request.POST or None, choices=queries.choices(), initial=first)
    made: list[Any] = []

    def act() -> None:
        covers = actions.Covers(**form.covers())
        made.append(actions.make(by=request.user, covers=covers, now=now))

    if request.method == "POST" and form.is_valid() and _tried(form, act):
        return redirect("register:build_report", made[0].pk)
    context = {"reports": queries.reports(), "form": form}
    return render(request, "register/reports/desk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@making
def change_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what a report covers."""
    report = queries.report_for(request.user, pk)
    first = {name: getattr(report, name) for name in (*_COVERS, "revision")}
    form = CoversForm(request.POST or None, choices=queries.choices(), initial=first)

    def act() -> None:
        actions.change(
            by=request.user,
            report=report,
            revision=revision_in(request.POST),
            covers=actions.Covers(**form.covers()),
            now=timezone.now(),
        )

    if request.method == "POST" and form.is_valid() and _tried(form, act):
        return redirect("register:build_report", pk)
    context = {"report": report, "form": _on_top(form, report)}
    return render(request, "register/reports/cover.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@making
def build_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """A report being made: its sections with what is counted, and the boxes for its prose beside."""
    report = queries.report_for(request.user, pk)
    with override(report.language):
        usual = {key: str(word) for key, word in report_words.HEADINGS.items()}
    form = SectionsForm(
        request.POST or None,
        sections=queries.shown_sections(report),
        usual=usual,
        initial={"revision": report.revision},
    )
    theirs: dict[Key, str] = {}

    def act() -> None:
        actions.write(
            by=request.user,
            report=report,
            revision=revision_in(request.POST),
            written=form.written(),
            now=timezone.now(),
        )

    if request.method == "POST" and form.is_valid():
        if _tried(form, act):
            messages.success(request, _("Saved."))
            return redirect("register:build_report", pk)
        typed = {section.key: section.prose for section in form.written()}
        kept = {section.key: section.prose for section in queries.shown_sections(report)}
        theirs = {key: kept[key] for key in Key if kept[key].split() != typed[key].split()}
    counted = _counted(report)
    blocks = _blocks(report, counted)
    context = {
        "report": report,
        "form": _on_top(form, report),
        "counting": counted is None,
        "unfinished": reporting.unfinished(report.as_of, report.time_zone, timezone.now()),
        "sections": [
            (key, usual[key], form.of(key), blocks.get(key, ""), theirs.get(key), key in PROSE_ALONE)
            for key in Key
        ],
        "editions": report.editions.all(),
        "files": ("pdf", "docx"),
    }
    return render(request, "register/reports/build.html", context, status=422 if form.errors else 200)


def _counted(report: Any) -> queries.Counted | None:
    """The facts of a report; None where a job is counting them, or publishing with them."""
    if report.working:
        return None
    now = timezone.now()
    found = queries.counted(report, now)
    if found is None and queries.quick():
        return actions.count(report=report, now=now)
    if found is None and not report.problem:
        report_jobs.begin(report=report, working="counting")
    return found


def _blocks(report: Any, counted: queries.Counted | None) -> dict[Key, str]:
    """What each section shows besides its prose, as HTML, the beginning of long tables: the preview leads on.

    Every text in it was escaped where it was made.
    """
    if counted is None:
        return {}
    made = queries.told(report, counted)
    return {
        key: mark_safe("\n".join(_beginning(block) for block in report_paper.fixed(key, made))) for key in Key
    }


def _beginning(block: Block) -> str:
    return screen.shorter(html.block(block)).html


@require_http_methods(["GET", "POST"])
@making
def report_examples(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose good examples among follow-ups that are claimed far done and that nobody contradicts."""
    report = queries.report_for(request.user, pk)
    counted = _counted(report)
    if counted is None:
        return redirect("register:build_report", pk)
    chosen = {row["follow_up"]: row["words"] for row in report.examples}
    forms = [
        (
            example,
            ExampleForm(
                request.POST or None,
                prefix=str(key),
                initial={"chosen": key in chosen, "words": chosen.get(key, "")},
            ),
            list(report_paper.claims_in_words(example)),
        )
        for example in counted.now.examples
        for key in [example.place.follow_up]
    ]
    problem = ""
    if request.method == "POST" and all(form.is_valid() for _e, form, _w in forms):
        said = [
            (example.place.follow_up, form.cleaned_data["words"])
            for example, form, _w in forms
            if form.cleaned_data["chosen"]
        ]
        try:
            actions.choose_examples(
                by=request.user,
                report=report,
                revision=revision_in(request.POST),
                examples=said,
                now=timezone.now(),
            )
        except Refused as refusal:
            problem = told(refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("register:build_report", pk)
    context = {"report": report, "forms": forms, "problem": problem}
    status = 422 if problem or any(form.errors for _e, form, _w in forms) else 200
    return render(request, "register/reports/examples.html", context, status=status)


@require_safe
@making
def preview_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """A report as it would be published."""
    report = queries.report_for(request.user, pk)
    counted = _counted(report)
    if counted is None:
        return redirect("register:build_report", pk)
    shown = on_screen(request, html.part(queries.paper(report, counted)))
    return render(request, "register/reports/preview.html", {"report": report} | shown)


@require_safe
@making
def preview_report_file(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """A report as it would be published, as a file."""
    report = queries.report_for(request.user, pk)
    counted = _counted(report)
    if counted is None:
        return redirect("register:build_report", pk)
    if form not in report_files.FORMATS:
        raise NotFound(
            "register.edition.no_file", "This edition has no file of the format {form}.", form=form
        )
    return sent(report_files.file(queries.paper(report, counted), form), form, report.slug)


@require_POST
@making
def publish_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish an edition; where counting takes long, a job does it."""
    report, now = queries.report_for(request.user, pk), timezone.now()
    revision = revision_in(request.POST)
    if not queries.quick():
        if revision == report.revision:
            report_jobs.begin(report=report, working="publishing", person=request.user)
        return redirect("register:build_report", pk)
    try:
        edition = actions.publish(by=request.user, report=report, revision=revision, now=now)
    except Refused as refusal:
        messages.error(request, told(refusal.message))
        return redirect("register:build_report", pk)
    messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
    return redirect(report)


@require_POST
@making
def delete_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a report that was never published."""
    report = queries.report_for(request.user, pk)
    try:
        actions.delete(by=request.user, report=report, revision=revision_in(request.POST))
    except Refused as refusal:
        messages.error(request, told(refusal.message))
        return redirect("register:build_report", pk)
    messages.success(request, _("The report is deleted."))
    return redirect("register:desk_reports")


def _tried(form: Any, act: Callable[[], Any]) -> bool:
    try:
        act()
    except Refused as refusal:
        field = refusal.data.get("field")
        form.add_error(field if field in form.fields else None, told(refusal.message))
        form.stale = refusal.code == STALE
        return False
    return True


def _on_top(form: Any, report: Any) -> Any:
    """After a conflict the form goes on from what stands now: saving it again is a decision."""
    if getattr(form, "stale", False):
        form.data = form.data.copy()
        form.data["revision"] = str(report.revision)
    return form
