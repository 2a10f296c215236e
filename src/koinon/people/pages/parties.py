"""The secretariat's pages: parties, places, memberships."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.people import rules
from koinon.people.actions import parties as actions
from koinon.people.forms.parties import AddPlace, EditMembership, EditParty, EditPlace
from koinon.people.pages.guards import permitted, posted, tried
from koinon.people.queries import parties as queries
from koinon.people.queries.own import oneself

PER_PAGE = 60
keeping = permitted(rules.may_administer_parties)


@require_safe
@keeping
def parties(request: HttpRequest) -> HttpResponse:
    """Every party, found by any of its names."""
    words, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    pages = Paginator(queries.parties(words, kind), PER_PAGE)
    shown = {"page": pages.get_page(request.GET.get("page")), "q": words, "kind": kind}
    return render(request, "people/parties.html", shown | {"kinds": queries.PARTY_KINDS})


@keeping
def add_party(request: HttpRequest) -> HttpResponse:
    """A party of the installation's own."""
    form = EditParty(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.save(by=oneself(request.user), **form.cleaned_data))
    ):
        messages.success(request, _("The party was added."))
        return redirect("people:parties")
    return render(request, "people/add_party.html", {"form": form}, status=422 if form.errors else 200)


@keeping
def party(request: HttpRequest, key: str) -> HttpResponse:
    """Change a party and its names."""
    which = queries.party(key)
    names, shorts = queries.names_of(which)
    known = {
        "name": which.name,
        "kind": which.kind,
        "aliases": names,
        "acronyms": shorts,
        "place": which.place,
        "members_of": which.members_of,
        "invented": which.invented,
    }
    form = EditParty(posted(request), initial=known)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.save(by=oneself(request.user), party=which, **form.cleaned_data))
    ):
        messages.success(request, _("Saved. The catalogue leaves this party alone from now on."))
        return redirect("people:party", key)
    shown = {"party": queries.party(key), "form": form}
    return render(request, "people/party.html", shown, status=422 if form.errors else 200)


@require_safe
@keeping
def places(request: HttpRequest) -> HttpResponse:
    """Countries, territories, regions and groups."""
    words, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    pages = Paginator(queries.places(words, kind), PER_PAGE)
    shown = {"page": pages.get_page(request.GET.get("page")), "q": words, "kind": kind}
    return render(request, "people/places.html", shown | {"kinds": queries.PLACE_KINDS})


@keeping
def add_place(request: HttpRequest) -> HttpResponse:
    """A place or group of the installation's own."""
    form = AddPlace(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.save_place(by=oneself(request.user), **form.cleaned_data))
    ):
        messages.success(request, _("The place was added."))
        return redirect("people:places")
    return render(request, "people/add_place.html", {"form": form}, status=422 if form.errors else 200)


@keeping
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Change a place; see its members and the groups it belongs to."""
    which = queries.place(code)
    known = {"name": which.name, "kind": which.kind, "source": which.source, "invented": which.invented}
    form = EditPlace(posted(request), initial=known)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form, lambda: actions.save_place(by=oneself(request.user), place=which, **form.cleaned_data)
        )
    ):
        messages.success(request, _("Saved. The catalogue leaves this place alone from now on."))
        return redirect("people:place", code)
    shown = {
        "place": queries.place(code),
        "form": form,
        "members": queries.memberships(which),
        "belongings": queries.belongings(which),
    }
    return render(request, "people/place.html", shown, status=422 if form.errors else 200)


@keeping
def add_member(request: HttpRequest, code: str) -> HttpResponse:
    """A further member of a group."""
    group = queries.place(code)
    form = EditMembership(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form, lambda: actions.save_membership(by=oneself(request.user), group=group, **form.cleaned_data)
        )
    ):
        messages.success(request, _("The membership was added."))
        return redirect("people:place", code)
    return render(
        request, "people/add_member.html", {"group": group, "form": form}, status=422 if form.errors else 200
    )


@keeping
def membership(request: HttpRequest, membership: int) -> HttpResponse:
    """Change the dates of a membership."""
    which = queries.membership(membership)
    group = which.group
    known = {"member": which.member, "since": which.since, "until": which.until}
    form = EditMembership(posted(request), initial=known)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.save_membership(
                by=oneself(request.user), group=group, membership=which, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("people:place", group.code)
    shown = {"membership": which, "form": form}
    return render(request, "people/membership.html", shown, status=422 if form.errors else 200)


@require_POST
@keeping
def drop_membership(request: HttpRequest, membership: int) -> HttpResponse:
    """Take out a membership that never was."""
    which = queries.membership(membership)
    actions.drop_membership(by=oneself(request.user), membership=which)
    messages.success(request, _("The membership was taken out."))
    return redirect("people:place", which.group.code)
