"""One's own pages: data, mandates, sessions, export, erasure."""

from __future__ import annotations

from typing import cast

from allauth.account.views import email as change_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.kernel.refusals import NotFound, Refused
from koinon.ledger.wording import words
from koinon.people import signin
from koinon.people.actions import persons as actions
from koinon.people.forms.account import Erase, MyData
from koinon.people.pages.guards import posted, proved_again, signed_in, told
from koinon.people.queries import own
from koinon.ui.languages import in_language


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What is kept about me, and the way to everything I can change."""
    me = own.oneself(request.user)
    form = MyData(posted(request), initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        actions.change_data(by=me, person=me, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(in_language(request.path, form.cleaned_data["language"]))
    shown = {
        "form": form,
        "me": me,
        "mandates": own.mandates(me),
        "today": timezone.localdate(),
        "sessions": signin.sessions(me),
        "session_key": request.session.session_key,
        "factors": own.factors(me),
        "acts": [(part.entry, words(part.entry.verb)) for part in own.acts(me)[:20]],
    }
    return told(render(request, "people/account.html", shown, status=422 if form.errors else 200))


@require_POST
@signed_in
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that I read in, and show the page where I was in it."""
    me, code = own.oneself(request.user), request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Refused("people.language", "There is no such language here: choose one of the list.")
    if me.language != code:
        actions.change_data(by=me, person=me, name=me.name, language=code)
    here = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(in_language(here if safe and here else reverse("register:home"), code))


@signed_in
def address(request: HttpRequest) -> HttpResponseBase:
    """Change one's address: the library's page, without its way to write beside the guard."""
    if request.method == "POST" and "action_primary" in request.POST:
        return redirect("people:address")
    return cast(HttpResponseBase, change_address(request))


@require_POST
@signed_in
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign out of one of my sessions."""
    if not signin.end_session(own.oneself(request.user), session):
        raise NotFound("people.session", "There is no such session of yours: it may have ended already.")
    messages.success(request, _("That session has ended."))
    return redirect("people:account")


@require_safe
@proved_again
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about me, as JSON."""
    response = JsonResponse(own.data(own.oneself(request.user)), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return told(response)


@proved_again
def erase(request: HttpRequest) -> HttpResponse:
    """Forget me."""
    me = own.oneself(request.user)
    form = Erase(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.erase(by=me, person=me)
        logout(request)
        messages.success(request, _("Your account and your data are gone."))
        return redirect("account_login")
    return render(request, "people/erase.html", {"form": form}, status=422 if form.errors else 200)
