"""The platform's API: its version, its routes, its parser, and its own description."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from koinon.kernel.refusals import Refusal
from koinon.observatory.api import (
    agreement,
    alerts,
    approaches,
    cohesion,
    datasets,
    episodes,
    failing_subscriptions,
    flashpoints,
    incidents,
    observations,
    outlooks,
    regimes,
    standings,
)
from koinon.people.api import own, parties, persons, places
from koinon.people.api.operations import router
from koinon.register.api import (
    answer_sheets,
    answers,
    cards,
    claims,
    desk,
    documents,
    follow_ups,
    intakes,
    lineage,
    mechanisms,
    policies,
    processes,
    provisions,
    reports,
    review_acts,
    reviews,
    searches,
    translations,
)
from koinon.register.api import parties as register_parties
from koinon.site import api_ledger, api_problems
from koinon.site.api_description import described
from koinon.site.api_pages import description as description

ROOMS = (
    documents,
    provisions,
    register_parties,
    parties,
    places,
    persons,
    own,
    desk,
    cards,
    translations,
    intakes,
    searches,
    mechanisms,
    processes,
    claims,
    follow_ups,
    policies,
    answers,
    answer_sheets,
    reviews,
    review_acts,
    reports,
    lineage,
    answers,
    answer_sheets,
    incidents,
    flashpoints,
    approaches,
    alerts,
    failing_subscriptions,
    episodes,
    regimes,
    agreement,
    standings,
    cohesion,
    outlooks,
    datasets,
    api_ledger,
    observations,
)  # fmt: skip - each has declared its operations on the one router
ABOUT = (
    "Everything public of the register can be read without a key; everything a role may do can be done "
    "with a token of one’s own. Lists are paged, answers carry tags, changes say upon which version they "
    "were made, and errors are problem+json (RFC 9457)."
)
_UNFIT = re.compile("[\0\ud800-\udfff]")


class JsonParser(Parser):
    """JSON whose texts a database can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise HttpError(415, _("Send the body as %(media)s.") % {"media": "application/json"})
        value = json.loads(request.body, parse_constant=_no_number)
        _fit(value)
        return value

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        value = super().parse_querydict(data, list_fields, request)
        _fit(value)
        return value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _fit(value: Any) -> None:
    """Refuse the null character and half characters, wherever they stand."""
    if isinstance(value, str):
        if _UNFIT.search(value):
            raise HttpError(422, _("A text in the body holds a character that no text may hold."))
    elif isinstance(value, dict):
        for key, inner in value.items():
            _fit(key)
            _fit(inner)
    elif isinstance(value, list):
        for inner in value:
            _fit(inner)


class Api(NinjaAPI):
    """The API with its description completed."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The OpenAPI document: every answer, scope, condition and example."""
        return described(super().get_openapi_schema(**kwargs))


api = Api(
    title="Koinon", version="1", description=ABOUT, docs_url=None, openapi_url="openapi.json",
    parser=JsonParser(),
)  # fmt: skip
api.add_router("", router)
api.add_exception_handler(Refusal, api_problems.refused)  # type: ignore[arg-type]
api.add_exception_handler(ValidationError, api_problems.invalid)  # type: ignore[arg-type]
api.add_exception_handler(HttpError, api_problems.malformed)  # type: ignore[arg-type]


def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the API that leads nowhere."""
    return api_problems.of_status(request, 404)


def schema() -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return json.loads(_written())  # type: ignore[no-any-return]


@cache
def _written() -> str:
    """Half a second's work, and the same for as long as the process runs."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)


def schema_text() -> str:
    """The OpenAPI document as it is committed: indented, keys in their own order."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
