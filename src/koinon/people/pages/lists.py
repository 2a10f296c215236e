"""Parties, offices and persons as files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from koinon.people import rules
from koinon.people.pages.guards import permitted
from koinon.people.queries import popolo as queries
from koinon.ui.downloads import View, files
from koinon.ui.files import Listing


@require_safe
def popolo(request: HttpRequest) -> HttpResponseBase:
    """Parties, groups with dated membership and offices as Popolo; persons only to those who may see them."""
    site = request.build_absolute_uri("/").rstrip("/")
    found = queries.collections(request.user, lambda key: site + reverse("register:party", args=[key]))

    def lines() -> Iterator[str]:
        before = "{\n"
        for name, records in found.items():
            yield f'{before}"{name}": ['
            comma = "\n"
            for record in records:
                yield comma + json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False)
                comma = ",\n"
            yield "\n]"
            before = ",\n"
        yield "\n}\n"

    response = StreamingHttpResponse(lines(), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="popolo.json"'
    patch_vary_headers(response, ("Cookie",))
    patch_cache_control(response, private=True, no_store=True)
    return response


def _kept(view: View) -> View:
    return require_safe(permitted(rules.may_keep_mandates)(view))


def _held(request: HttpRequest) -> Listing:
    """Every mandate with who holds it."""
    return Listing("persons-and-mandates", queries.HELD_COLUMNS, queries.held)


held = files(_held, guard=_kept)
