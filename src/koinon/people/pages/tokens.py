"""One's own tokens: the list, making one, revoking one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from koinon.people.actions import tokens as actions
from koinon.people.forms.tokens import SCOPE_WORDS, MakeToken
from koinon.people.pages.guards import posted, proved_again, signed_in, told, tried
from koinon.people.queries import own
from koinon.people.queries import tokens as queries


@require_safe
@signed_in
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens I have made, with the day each was last used."""
    me = own.oneself(request.user)
    now = timezone.now()
    rows = [(t, [SCOPE_WORDS[s] for s in t.scopes], t.expires <= now) for t in queries.tokens(me)]
    return told(render(request, "people/tokens.html", {"tokens": rows}))


@proved_again
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token; it is shown once."""
    me = own.oneself(request.user)
    form = MakeToken(posted(request))
    if request.method == "POST" and form.is_valid():
        made: list[actions.Made] = []
        now = timezone.now()
        if tried(
            form,
            lambda: made.append(actions.make_token(by=me, person=me, now=now, **form.cleaned_data)),
        ):
            shown = {"token": made[0].token, "secret": made[0].secret}
            return told(render(request, "people/token_made.html", shown))
    return render(request, "people/make_token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke_token(request: HttpRequest, token: UUID) -> HttpResponse:
    """Revoke one of my tokens, at once."""
    me = own.oneself(request.user)
    actions.revoke_token(by=me, token=queries.token(me, token))
    messages.success(request, _("The token is revoked: nothing can be done with it any more."))
    return redirect("people:tokens")
