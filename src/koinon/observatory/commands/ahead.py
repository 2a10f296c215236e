"""`koinon observatory flashpoints | approaches`: what lies ahead, and what is said towards countries."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import click

from koinon.observatory.commands.plain import plain

Platform = Callable[[], AbstractContextManager[None]]
KINDS = ("election", "referendum", "sunset", "bill", "ruling", "appointment", "other")
_PLACE = click.option("--place", "code", default="", metavar="CODE", help="Of one country or territory.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
_SITE = click.option(
    "--site", default="http://localhost", show_default=True, help="What addresses in the records begin with."
)


@click.command()
@_PLACE
@click.option("--region", default="", metavar="CODE", help="Of the members of a region or group.")
@click.option("--kind", type=click.Choice(KINDS), help="Of one kind.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of interest.")
@_SITE
@_JSON
@click.pass_obj
def flashpoints(
    platform: Platform,
    code: str,
    region: str,
    kind: str | None,
    until: datetime | None,
    site: str,
    as_json: bool,
) -> None:
    """What lies ahead, the nearest first: elections, sunset dates, pending bills and the like.

    \b
    Exit codes: 0 told · 1 no such place or region · 2 wrong usage.

    \b
    Examples:
      koinon observatory flashpoints
      koinon observatory flashpoints --region asean --kind election --until 2032-12-31
      koinon observatory flashpoints --place KEN --json
    """
    with platform():
        from django.utils import timezone

        from koinon.observatory.queries import flashpoints as queries
        from koinon.observatory.queries import places

        rows = queries.coming(
            timezone.localdate(),
            until.date() if until else date.max,
            place=places.country(code.upper()).code if code else "",
            region=places.region(region).code if region else "",
            kind=kind or "",
        )
        told = [queries.record(one, site.rstrip("/")) for one in rows]
    _tell(told, as_json, lambda one: (one["on"], one["place_name"], one["kind"], one["title"], one["source"]))


@click.command()
@_PLACE
@click.option("--kind", type=click.Choice(["line", "opening"]), help="Lines alone, or openings.")
@_SITE
@_JSON
@click.pass_obj
def approaches(platform: Platform, code: str, kind: str | None, site: str, as_json: bool) -> None:
    """Lines that are not compromised towards countries, and openings for dialogue: those that all may read.

    \b
    Exit codes: 0 told · 1 no such place · 2 wrong usage.

    \b
    Examples:
      koinon observatory approaches
      koinon observatory approaches --place KEN --kind opening --json
    """
    with platform():
        from koinon.observatory.queries import approaches as queries
        from koinon.observatory.queries import places

        place = places.country(code.upper()).code if code else ""
        told = [queries.record(one, site.rstrip("/")) for one in queries.lines(None, place, kind=kind or "")]
    _tell(told, as_json, _line)


def _line(one: dict[str, Any]) -> tuple[Any, ...]:
    held = f"{one['since']} – {one['until'] or ''}".rstrip()
    sources = "; ".join(source["name"] for source in one["sources"])
    return (one["place_name"], one["kind"], held, one["text"], sources)


def _tell(
    rows: list[dict[str, Any]], as_json: bool, parts: Callable[[dict[str, Any]], tuple[Any, ...]]
) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return
    for row in rows:
        mark = ("invented",) if row["invented"] else ()
        click.echo("\t".join(plain(str(part)) for part in (*parts(row), *mark)))
    click.echo(f"{len(rows)} in all.", err=True)
