"""What the address of a page asks to see: an indicator, a year, a span of years."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from koinon.kernel.refusals import NotFound
from koinon.observatory.queries import world

SPANS = (1, 3, 5, 10, 20)  # years over which moves are looked for
PREFERRED = "vdem/v2x_polyarchy"


def indicator(request: HttpRequest, offered: list[Any], name: str = "show") -> Any:
    """The indicator that is asked for as “dataset/key”, else the preferred or first one; None without any."""
    wanted = request.GET.get(name, "")
    if "/" in wanted:
        dataset, _slash, key = wanted.partition("/")
        try:
            return world.indicator(dataset, key)
        except NotFound:
            pass  # an address that names what is no longer loaded still shows something
    return next((one for one in offered if key_of(one) == PREFERRED), offered[0] if offered else None)


def key_of(one: Any) -> str:
    """An indicator as an address names it."""
    return f"{one.release.dataset.key}/{one.key}"


def number(request: HttpRequest, name: str, least: int, most: int, otherwise: int) -> int:
    """A whole number of the address within bounds, else the usual one."""
    try:
        found = int(request.GET.get(name, ""))
    except ValueError:
        return otherwise
    return found if least <= found <= most else otherwise


def year(request: HttpRequest, among: list[int], otherwise: int | None) -> int | None:
    """A year of the address that there are figures of, else the usual one."""
    wanted = number(request, "year", 0, 9999, otherwise or 0)
    return wanted if wanted in among else otherwise


def missed_year(request: HttpRequest, of: str, shown: object, name: str = "year") -> list[str]:
    """That another year is shown than the address asks for, where that is so."""
    wanted = request.GET.get(name, "").strip()[:20]
    if not wanted or shown is None or wanted == str(shown):
        return []
    words = {"year": wanted, "of": of, "shown": shown}
    return [_("There are no figures of %(year)s in “%(of)s”; %(shown)s is shown.") % words]


def missed_indicator(request: HttpRequest, found: Any, name: str) -> list[str]:
    """That another indicator is shown than the address asks for, where that is so."""
    wanted = request.GET.get(name, "").strip()[:120]
    if not wanted or found is None or wanted == key_of(found):
        return []
    words = {"words": wanted, "shown": f"{found.title} ({found.release.dataset.title})"}
    return [_("Nothing is known here by the name “%(words)s”; shown is %(shown)s.") % words]
