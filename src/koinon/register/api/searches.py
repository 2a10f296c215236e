"""The searches that someone keeps: theirs alone."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import StringConstraints

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import alone, shows, upon, version_of
from koinon.people.api.lists import made
from koinon.people.api.operations import get, operation
from koinon.people.api.shapes import body
from koinon.register.actions import saving
from koinon.register.queries import saved

TAG = "oneself"
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Digest(StrEnum):
    """How often a mail tells what is new."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


class SearchOut(Schema):
    """A kept search."""

    id: int
    name: str
    query: str = Field(description="The query string of the search page.")
    digest: Digest


class ChangedSearchIn(Schema):
    """What can be changed of a kept search."""

    model_config = body(name="Harbours", digest="none")
    name: Name
    digest: Digest = Digest.NONE


class SearchIn(ChangedSearchIn):
    """A search to keep."""

    model_config = body(name="Harbours", query="q=harbour&kind=commitment", digest="weekly")
    query: str = Field(min_length=1, max_length=2000)


@get("/me/searches", list[SearchOut], "kept_searches", tag=TAG, scope="own")
def kept_searches(request: HttpRequest) -> list[dict[str, Any]]:
    """The searches that one keeps, by name."""
    return [_record(row) for row in saved.searches_of(caller(request))]


@operation("POST", "/me/searches", answer=SearchOut, status=201, name="keep_search", tag=TAG, scope="own")
def keep_search(request: HttpRequest, search: SearchIn) -> dict[str, Any]:
    """Keep a search; mails tell what is new from now on."""
    me = caller(request)
    kept = saving.keep(
        by=me, name=search.name, query=search.query, digest=search.digest.value, language=me.language
    )
    made(request, f"/me/searches/{kept.pk}")
    return _shown(request, kept)


@get("/me/searches/{pk}", SearchOut, "kept_search", tag=TAG, scope="own")
def kept_search(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One kept search."""
    return _shown(request, saved.saved_for(caller(request), pk))


@operation(
    "PUT", "/me/searches/{pk}", answer=SearchOut, name="change_search", tag=TAG, scope="own", changes=True
)
def change_search(request: HttpRequest, pk: int, search: ChangedSearchIn) -> dict[str, Any]:
    """Rename a kept search, or change its mail."""
    me = caller(request)
    with alone(f"search:{pk}"):
        found = saved.saved_for(me, pk)
        upon(request, _version(found))
        saving.change(by=me, search=found, name=search.name, digest=search.digest.value)
    return _shown(request, found)


@operation(
    "DELETE", "/me/searches/{pk}", answer=None, status=204, name="drop_search", tag=TAG, scope="own",
    changes=True,
)  # fmt: skip
def drop_search(request: HttpRequest, pk: int) -> None:
    """Keep a search no longer."""
    found = saved.saved_for(caller(request), pk)
    upon(request, _version(found))
    saving.delete(by=caller(request), search=found)


def _record(row: Any) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "query": row.query, "digest": row.digest}


def _shown(request: HttpRequest, row: Any) -> dict[str, Any]:
    shows(request, _version(row))
    return _record(row)


def _version(row: Any) -> str:
    return version_of(row.name, str(row.digest))
