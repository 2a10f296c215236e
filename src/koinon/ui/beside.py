"""What one area shows on a page of another: it puts it into a slot there, and neither knows of the other."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Aside = Callable[..., SafeString | str]
_ASIDES: dict[str, list[tuple[int, Aside]]] = {}


def beside(slot: str, position: int) -> Callable[[Aside], Aside]:
    """Show what a function makes in the slot of that name: "country" on the page of a country.

    It is called with the request and what the page is about by keyword, and returns rendered markup, ""
    where there is nothing to show. Slots are filled in the order of their positions.
    """

    def register(aside: Aside) -> Aside:
        places = _ASIDES.setdefault(slot, [])
        places.append((position, aside))
        places.sort(key=lambda entry: entry[0])
        return aside

    return register


def shown(slot: str, request: HttpRequest, **about: object) -> list[str]:
    """What stands in a slot, in order."""
    return [markup for _, aside in _ASIDES.get(slot, ()) if (markup := aside(request, **about))]
