"""The one router of the API, and how an operation is declared on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router
from ninja.constants import NOT_SET

from koinon.people.api.bearer import Bearer

router = Router(by_alias=True)
F = TypeVar("F", bound=Callable[..., Any])

ACTS = "x-acts"  # the actions that an operation calls, for the house to count
CHANGES = "x-changes"  # whether If-Match is required
SCOPE = "x-scope"


def operation(
    method: str,
    path: str,
    *,
    answer: Any,
    name: str,
    tag: str,
    status: int = 200,
    scope: str | None = None,
    acts: str = "",
    changes: bool | str = False,
) -> Callable[[F], F]:
    """Declare an operation.

    `scope` is what its token needs: None where none is needed, "" where any will do. `acts` are the
    verbs of the actions it calls, `changes` whether it changes something that stands, so that the
    caller must say which version they saw; "where" where it may stand or not.
    """
    extra: dict[str, Any] = {ACTS: acts.split(), CHANGES: changes}
    if scope is not None:
        extra[SCOPE] = scope
    return router.api_operation(
        [method],
        path,
        auth=NOT_SET if scope is None else Bearer(scope),
        response={status: answer},
        operation_id=name,
        tags=[tag],
        openapi_extra=extra,
    )


def get(path: str, answer: Any, name: str, *, tag: str, scope: str | None = None) -> Callable[[F], F]:
    """Declare a reading operation."""
    return operation("GET", path, answer=answer, name=name, tag=tag, scope=scope)
