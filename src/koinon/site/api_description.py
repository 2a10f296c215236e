"""The OpenAPI document, completed: what ninja cannot know of our answers, scopes and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.utils.translation import override
from pydantic.json_schema import models_json_schema

from koinon.people.api.operations import ACTS, CHANGES, SCOPE
from koinon.people.api.shapes import FieldError, Problem
from koinon.people.forms.tokens import SCOPE_WORDS
from koinon.site.api_problems import MEDIA

Part = dict[str, Any]
BEARER = "Bearer"
REF = "#/components/schemas/{model}"
WHEN = {
    400: "The request cannot be read.",
    401: "No token, or one that opens nothing.",
    403: "The token lacks the scope, or its person may not do this; the sentence says why.",
    404: "There is no such thing, or the caller may not know that there is.",
    412: "Someone else changed it meanwhile.",
    413: "The request is too large.",
    415: "The body is of another media type.",
    422: "A parameter or field is wrong, or the moment is; the sentence says how to mend it.",
    428: "If-Match is missing.",
    429: "Too many requests within this minute; Retry-After says how long to wait.",
    500: "A fault of ours; nothing was changed.",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the thing as the caller saw it, its revision in quotation marks, or *.",
    "schema": {"type": "string", "minLength": 1},
    "example": '"5"',
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the answer that the caller holds; 304 comes back where it still stands.",
    "schema": {"type": "string"},
}
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "description": "The language of sentences in problems and of names of themes.",
    "schema": {"type": "string"},
    "example": "fr",
}
EXAMPLE = {
    "type": "urn:koinon:register.document.unknown",
    "title": "Not Found",
    "status": 404,
    "detail": "There is no published document called “harbour”.",
}


def described(document: Part) -> Part:
    """The document with every operation completed."""
    _, shapes = models_json_schema(
        [(Problem, "serialization"), (FieldError, "serialization")], ref_template=REF
    )
    document["components"]["schemas"] |= shapes["$defs"]
    document["components"]["responses"] = {named(status): _trouble(status) for status in WHEN}
    document["components"]["securitySchemes"] = {
        BEARER: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "koinon_…",
            "description": "A token made on the account page. " + _scopes(),
        }
    }
    for method, operation in operations(document):
        _complete(method, operation)
    paths = document["paths"].items()
    document["paths"] = dict(sorted(paths, key=lambda entry: _rank(entry[1])))
    return document


TAGS = (
    "documents", "provisions", "follow-ups", "answers", "claims", "lineage", "reviews", "mechanisms",
    "processes", "reports", "policies", "dates", "datasets", "episodes", "standings", "incidents", "alerts",
    "outlooks", "cohesion", "approaches", "parties", "places", "themes", "feeds", "ledger", "people",
    "oneself", "desk", "files",
)  # fmt: skip


def _rank(item: Part) -> int:
    """First what everyone reads, then what needs a token, each matter together."""
    return TAGS.index(next(iter(item.values()))["tags"][0])


def operations(document: Part) -> Iterator[tuple[str, Part]]:
    """Every operation with its method."""
    for item in document["paths"].values():
        yield from item.items()


def _scopes() -> str:
    with override("en"):
        return "Scopes: " + "; ".join(f"{key} – {words}" for key, words in SCOPE_WORDS.items()) + "."


def _complete(method: str, operation: Part) -> None:
    scope = operation.get(SCOPE)
    if scope is not None:
        operation["security"] = [{BEARER: [scope] if scope else []}]
    parameters = operation["parameters"]
    if changes := operation.get(CHANGES):
        parameters.append(IF_MATCH | {"required": changes is True})
    if method == "get":
        parameters.append(IF_NONE_MATCH)
    parameters.append(LANGUAGE)
    responses = operation["responses"] = {int(k): v for k, v in operation["responses"].items()}
    for status, answer in responses.items():
        answer["headers"] = _headers(method, status)
    if method == "get":
        responses[304] = {"description": "What the caller holds still stands."}
    for status in _troubles(operation):
        responses[status] = {"$ref": f"#/components/responses/{named(status)}"}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}
    operation.pop(CHANGES, None)
    if not operation.get(ACTS):
        operation.pop(ACTS, None)


def _troubles(operation: Part) -> Iterator[int]:
    yield from (400, 422, 429, 500)
    places = {parameter["in"] for parameter in operation["parameters"]}
    if "path" in places or "requestBody" in operation:  # a body names things too
        yield 404
    if "security" in operation:
        yield from (401, 403)
    if operation.get(CHANGES):
        yield from (412, 428)
    if "requestBody" in operation:
        yield from (413, 415)


def named(status: int) -> str:
    """The name under which all operations share the answer to one trouble."""
    return HTTPStatus(status).phrase.replace(" ", "")


def _trouble(status: int) -> Part:
    example = {
        "type": f"urn:koinon:api.{status}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": WHEN[status],
    }
    content = {
        "schema": {"$ref": REF.format(model="Problem")},
        "example": EXAMPLE if status == 404 else example,
    }
    answer: Part = {"description": WHEN[status], "content": {MEDIA: content}}
    if status == 401:
        answer["headers"] = {"WWW-Authenticate": _header("How to prove who calls.")}
    if status == 429:
        answer["headers"] = {"Retry-After": _header("Seconds to wait.", "integer")}
    return answer


def _headers(method: str, status: int) -> Part:
    found = {
        "RateLimit-Limit": _header("Requests a minute.", "integer"),
        "RateLimit-Remaining": _header("How many remain in this minute.", "integer"),
        "RateLimit-Reset": _header("Seconds until the count begins anew.", "integer"),
    }
    if method == "get":
        found["ETag"] = _header("The version shown, if the thing counts any, and a digest of the answer.")
        found["Link"] = _header("For lists: the parts before and after (RFC 8288).")
    if status == 201:
        found["Location"] = _header("Where what was made is found.")
    return found


def _header(description: str, sort: str = "string") -> Part:
    return {"description": description, "schema": {"type": sort}}
