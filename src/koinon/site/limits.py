"""How large a request may be: what is larger is refused before its body is read.

A body without a length (chunked) is never read: the server hands on as much as the length says, which is 0.
Addresses below the API have limits of their own (`site.api_gate`).
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from koinon.kernel.numbers import natural
from koinon.site import away
from koinon.site.api_gate import BELOW, LARGEST_BODY, LARGEST_FILE

# The pages that take a file, or what a file held, from someone who is signed in.
FILES = frozenset(
    f"register:{name}"
    for name in (
        "desk", "intakes", "translations", "wordings_sheet", "bring_sheet", "claim", "conclude",
        "correct_claim", "add_evidence",
    )
) | {"observatory:bring_incidents", "observatory:datasets_desk"}  # fmt: skip


class Bodies:
    """Middleware: 2 MiB for a form, 50 MiB and what surrounds it for a file of someone signed in."""

    def __init__(self, get_response: away.Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Once the route and the person are known, and before anything looks into the form."""
        length = natural(request.META.get("CONTENT_LENGTH") or "0")
        if (length is not None and length <= LARGEST_BODY) or request.path_info.startswith(BELOW):
            return None
        found = request.resolver_match
        taken = found is not None and found.view_name in FILES and request.user.is_authenticated
        return None if taken and length is not None and length <= LARGEST_FILE else _too_large(request)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that nothing can be made of (Django's handler400)."""
    if isinstance(exception, RequestDataTooBig):
        return _too_large(request)
    with translation.override(_language(request)):
        said = _("The request cannot be read: check its address, headers and body.")
        return away.plain(request, 400, "malformed", _("This was refused"), said)


def _too_large(request: HttpRequest) -> HttpResponse:
    with translation.override(_language(request)):
        said = _("The request is too large: 2 MiB is the most, 50 MiB for a file.")
        return away.plain(request, 413, "large", _("This was refused"), said)


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
