"""The API's description for people, drawn from the OpenAPI document."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from koinon.people.api.operations import ACTS, SCOPE
from koinon.people.forms.tokens import SCOPE_WORDS

TROUBLES = 400
PARTS = {"reading": _("What everyone may read"), "acting": _("With a token"), "shapes": _("Shapes")}
HIDDEN = {"If-None-Match", "Accept-Language"}  # told once, not at every operation


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Operations with their parameters, body, scope and answer, and the shapes: one shelf at a time."""
    from koinon.site.api import schema  # which imports this module

    document = schema()
    components = document["components"]
    show = request.GET.get("show", "")
    part = show if show in PARTS else "reading"
    shelves = _shelves(document, part)
    of = request.GET.get("of", "")
    of = of if of in shelves else next(iter(shelves), "")
    context = {
        "info": document["info"],
        "version": document["openapi"],
        "operations": [
            _operation(method, path, operation, components["schemas"])
            for method, path, operation in (shelves.get(of, ()) if part != "shapes" else ())
        ],
        "shapes": [_shape(name, shape) for name, shape in shelves.get(of, ())] if part == "shapes" else (),
        "tabs": [
            {"address": f"?show={name}", "words": words, "current": name == part}
            for name, words in PARTS.items()
        ],
        "shelves": [
            {"address": f"?show={part}&of={name}", "words": name, "current": name == of} for name in shelves
        ],
        "scopes": list(SCOPE_WORDS.items()),
        "files": [reverse(f"register:{name}") for name in ("documents-csv", "search-csv", "feed")],
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "site/api.html", context)


def _shelves(document: dict[str, Any], part: str) -> dict[str, list[Any]]:
    """Operations by their tag, shapes by their first letter: each shelf makes a light page."""
    found: dict[str, list[Any]] = {}
    if part == "shapes":
        for name, shape in sorted(document["components"]["schemas"].items()):
            found.setdefault(name[0], []).append((name, shape))
        return found
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if part == ("reading" if operation.get(SCOPE) is None else "acting"):
                found.setdefault(operation["tags"][0], []).append((method, path, operation))
    return found


def _operation(method: str, path: str, operation: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    good = next(int(status) for status in operation["responses"] if int(status) < TROUBLES - 100)
    answer = operation["responses"][str(good)].get("content", {})
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "description": operation.get("description", operation.get("summary", "")),
        "scope": operation.get(SCOPE),
        "acts": operation.get(ACTS, ()),
        "status": good,
        "answer": [_named(media["schema"]) for media in answer.values()],
        "body": [_body(media, content["schema"], shapes) for media, content in body.items()],
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "required": parameter.get("required", False),
                "type": _named(parameter["schema"]),
                "description": parameter["schema"].get("description", parameter.get("description", "")),
            }
            for parameter in operation.get("parameters", ())
            if parameter["name"] not in HIDDEN
        ],
    }


def _body(media: str, schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    name = _named(schema)
    examples = shapes.get(name, {}).get("examples", ())
    return {
        "media": media,
        "name": name if name in shapes else "",
        "example": json.dumps(examples[0], indent=1, ensure_ascii=False) if examples else "",
        "fields": _fields(schema) if name not in shapes else (),
    }


def _shape(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "description": shape.get("description", ""),
        "values": shape.get("enum", ()),
        "fields": _fields(shape),
    }


def _fields(shape: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": field, "type": _named(value), "description": value.get("description", "")}
        for field, value in shape.get("properties", {}).items()
    ]


def _named(schema: dict[str, Any]) -> str:
    """A schema in a few words: "list of ProvisionOut", "date or null"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    for joined in ("anyOf", "allOf"):
        if joined in schema:
            return " or ".join(_named(part) for part in schema[joined])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_named(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_named(schema['additionalProperties'])}"
    return str(schema.get("format", kind))
