"""Approaches: what is said towards a country, as far as the reader may know; and how it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koinon.observatory.actions import approaches as actions
from koinon.observatory.engine.incidents.told import source_line
from koinon.observatory.forms.approaches import ChangeLineForm, EndForm, NewLineForm, PlaceForm, RevisionForm
from koinon.observatory.pages.incident_desk import form_page
from koinon.observatory.pages.serving import files, public, site_of
from koinon.observatory.queries import approaches as queries
from koinon.observatory.queries import places
from koinon.observatory.rules import approaches as rules
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.requests import SignedInRequest
from koinon.ui.beside import beside
from koinon.ui.downloads import links
from koinon.ui.files import Listing

reading, keeping = permitted(rules.may_read), permitted(rules.may_keep)


@public
def approach(request: HttpRequest, code: str) -> HttpResponse:
    """What is said towards a country, and what was said before."""
    place, today = places.country(code), timezone.localdate()
    rows = list(queries.lines(request.user, code))
    standing = [row for row in rows if row.until is None or row.until > today]
    context = {
        "place": place,
        "any": bool(rows),
        "groups": [(kind, [row for row in standing if row.kind == kind]) for kind in ("line", "opening")],
        "ended": [row for row in rows if row not in standing],
        "history": queries.history(request.user, code),
        "inside": any(row.restricted for row in rows),
        "may_keep": bool(rules.may_keep(by=request.user)),
        "downloads": links(request, "observatory:approach", code),
    }
    return render(request, "observatory/approaches/approach.html", context)


@files
def approach_files(request: HttpRequest, code: str) -> Listing:
    """What is said towards a country, as far as the reader may know."""
    place, site = places.country(code), site_of(request)
    found = queries.lines(request.user, place.code)
    return Listing(
        f"approach-{place.code}", queries.COLUMNS, lambda: (queries.record(one, site) for one in found), _flat
    )


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"sources": "\n".join(source_line(source) for source in record["sources"])}


@beside("country", 90)
def of_country(request: HttpRequest, *, place: Any) -> SafeString | str:
    """What is said towards a country today, as far as the reader may know."""
    lines = queries.holding(list(queries.lines(request.user, place.code)), timezone.localdate())
    if not lines:
        return ""
    return render_to_string("observatory/approaches/section.html", {"place": place, "lines": lines}, request)


@reading
def approaches_desk(request: SignedInRequest) -> HttpResponse:
    """The countries towards which something is said; the secretariat begins with another."""
    may_keep = rules.may_keep(by=request.user)
    form = PlaceForm(posted(request)) if may_keep else None
    if form is not None and form.is_valid():
        return redirect("observatory:add_approach", form.cleaned_data["place"].code)
    context = {"rows": queries.places_of(request.user), "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "observatory/approaches/desk.html", context, status=status)


@keeping
def add_approach(request: SignedInRequest, code: str) -> HttpResponse:
    """A further line or opening towards a country."""
    place = places.country(code)
    form = NewLineForm(posted(request), initial={"since": timezone.localdate(), "kind": "line"})

    def act() -> None:
        actions.add(by=request.user, place=place, now=timezone.now(), **form.values())

    if form.is_valid() and tried(form, act):
        return redirect("observatory:approach", code)
    return _page(request, form, place, place.name)


@keeping
def edit_approach(request: SignedInRequest, key: str) -> HttpResponse:
    """Change a line or an opening."""
    found = queries.line_for(request.user, key)
    known = {name: getattr(found, name) for name in ChangeLineForm.base_fields if name != "sources"}
    known["sources"] = "\n".join(source_line(source) for source in found.sources)
    form = ChangeLineForm(posted(request), initial=known)

    def act() -> None:
        seen = form.cleaned_data["revision"] or 0
        actions.change(by=request.user, line=found, revision=seen, now=timezone.now(), **form.values())

    if form.is_valid() and tried(form, act):
        return redirect("observatory:approach", found.place.code)
    return _page(request, form, found.place, found.place.name)


@keeping
def end_approach(request: SignedInRequest, key: str) -> HttpResponse:
    """Say until when a line or an opening held."""
    found = queries.line_for(request.user, key)
    form = EndForm(posted(request), initial={"revision": found.revision, "until": timezone.localdate()})

    def act() -> None:
        actions.end(by=request.user, line=found, now=timezone.now(), **form.cleaned_data)

    if form.is_valid() and tried(form, act):
        return redirect("observatory:approach", found.place.code)
    return _page(request, form, found.place, found.place.name)


@keeping
def open_approach(request: SignedInRequest, key: str) -> HttpResponse:
    """Let everyone read a line or an opening: asked once more, as it cannot be taken back."""
    found = queries.line_for(request.user, key)
    form = RevisionForm(posted(request), initial={"revision": found.revision})

    def act() -> None:
        actions.open_approach(
            by=request.user, line=found, now=timezone.now(), revision=form.cleaned_data["revision"]
        )

    if form.is_valid() and tried(form, act):
        return redirect("observatory:approach", found.place.code)
    heading = _("Let everyone read: %(words)s") % {"words": found.text[:120]}
    return _page(request, form, found.place, heading, button=_("Everyone may read it"))


def _page(request: HttpRequest, form: Any, place: Any, heading: str, **rest: Any) -> HttpResponse:
    back = reverse("observatory:approach", args=[place.code])
    return form_page(request, form, heading, back=back, back_words=_("Approach"), **rest)
