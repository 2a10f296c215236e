"""The address alone says in which language a page is: /fr/… French, no code English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from koinon.ui.languages import asked_for

PROGRAMS = "/api/v1/"  # one address for all languages: a program says by a header which it wants
Next = Callable[[HttpRequest], HttpResponse]


def language_of_the_address(get_response: Next) -> Next:
    """Answer in the language at the head of the path; neither cookies nor browsers have a say.

    So one address is one page for everyone, and may be kept and passed on. The language stays active
    after the answer, which may be streamed; the next request sets its own.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        program = request.path_info.startswith(PROGRAMS)
        code = asked_for(request) if program else translation.get_language_from_path(request.path_info)
        code = code or settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = translation.get_language() or code
        response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if program:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    return respond
