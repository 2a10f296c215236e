"""The platform's API: its version, its routes, its refusals as problem+json, and its own description."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from koinon.kernel.refusals import Refusal
from koinon.register.api.routes import router
from koinon.site.middleware import status_of

PROBLEM = "application/problem+json"
ABOUT = (
    "Everything public of the register: documents, provisions, parties, themes. Read only, no key, no"
    " registration. Lists are paged by limit and offset; errors are problem+json (RFC 9457)."
)


class PublicApi(NinjaAPI):
    """An API whose refusals are problem+json, and which any page may read: it knows no one."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The OpenAPI document, with the media type that refusals really have."""
        document = super().get_openapi_schema(**kwargs)
        for item in document["paths"].values():
            for status, answer in item["get"]["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: next(iter(answer["content"].values()))}
        return document

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answers may be read from other sites: they hold nothing but what is public."""
        response = super().create_response(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


api = PublicApi(title="Koinon", version="1", description=ABOUT, docs_url=None, openapi_url="openapi.json")
api.add_router("", router, tags=["register"])


def _problem(code: str, title: str, status: int, detail: str) -> HttpResponse:
    body = {"type": f"urn:koinon:{code}", "title": title, "status": status, "detail": detail}
    headers = {"Access-Control-Allow-Origin": "*"}
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM, headers=headers)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal keeps its code and its sentence."""
    status = status_of(refusal)
    titles = {404: "Not found", 403: "Not permitted", 422: "Refused"}
    return _problem(refusal.code, titles[status], status, refusal.message)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A wrong parameter is named with what is wrong with it."""
    told = [f"{[part for part in e['loc'] if isinstance(part, str)][-1]}: {e['msg']}" for e in error.errors]
    return _problem("api.invalid", "Invalid parameter", 422, "; ".join(told))


def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below the API that leads nowhere."""
    return _problem("api.missing", "Not found", 404, f"There is nothing at {request.path}.")


def schema() -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))  # type: ignore[no-any-return]


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The API's description for people, drawn from the OpenAPI document."""
    document = schema()
    shapes = document["components"]["schemas"]
    context = {
        "info": document["info"],
        "version": document["openapi"],
        "operations": [_operation(path, item["get"]) for path, item in document["paths"].items()],
        "shapes": [_shape(name, shape) for name, shape in sorted(shapes.items())],
        "files": [reverse(f"register:{name}") for name in ("documents-csv", "search-csv", "feed")],
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "site/api.html", context)


def _operation(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    answer = operation["responses"][200 if 200 in operation["responses"] else "200"]
    return {
        "id": operation["operationId"],
        "method": "GET",
        "path": path,
        "description": operation.get("description", operation.get("summary", "")),
        "answer": _named(answer["content"]["application/json"]["schema"]),
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "required": parameter.get("required", False),
                "type": _named(parameter["schema"]),
                "description": parameter["schema"].get("description", parameter.get("description", "")),
            }
            for parameter in operation.get("parameters", ())
        ],
    }


def _shape(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "description": shape.get("description", ""),
        "values": shape.get("enum", ()),
        "fields": [
            {"name": field, "type": _named(value), "description": value.get("description", "")}
            for field, value in shape.get("properties", {}).items()
        ],
    }


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
    if kind == "object" and "additionalProperties" in schema:
        return f"by name: {_named(schema['additionalProperties'])}"
    return str(schema.get("format", kind))


def schema_text() -> str:
    """The OpenAPI document as it is committed: indented, keys in their own order."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
