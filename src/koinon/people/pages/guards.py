"""Who may open a page at all; the actions behind it decide again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.kernel.verdicts import Verdict
from koinon.ui import telling

Page = TypeVar("Page", bound=Callable[..., HttpResponseBase])


def signed_in(page: Page) -> Page:
    """Strangers are led to the sign-in page."""
    return login_required(page)


def proved_again(page: Page) -> Page:
    """As `signed_in`, and the person has shown in the last minutes that it is still they."""
    return signed_in(cast(Page, reauthentication_required(page)))


def permitted(rule: Callable[..., Verdict]) -> Callable[[Page], Page]:
    """Strangers are led to the sign-in page; others get in if the rule lets them, else its reason."""

    def decorate(page: Page) -> Page:
        @functools.wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not (verdict := rule(by=request.user)):
                raise NotPermitted(f"people.{rule.__name__}", verdict.reason)
            return page(request, *args, **kwargs)

        return signed_in(cast(Page, answer))

    return decorate


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with, None when it is only shown."""
    return request.POST if request.method == "POST" else None


def tried(form: Form, act: Callable[[], Any]) -> bool:
    """Whether the act went through; a refusal becomes an error of the form, in its own words."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, telling.told(refusal.message))
        return False
    return True


def told(response: HttpResponse) -> HttpResponse:
    """A page that shows a secret or personal data once: kept by nobody on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
