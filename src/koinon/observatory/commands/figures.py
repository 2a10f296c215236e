"""`koinon observatory figures`: figures of an indicator with their intervals and their source."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TextIO

import click

from koinon.kernel.refusals import Refused
from koinon.observatory.commands import tables
from koinon.observatory.commands.plain import source

Platform = Callable[[], AbstractContextManager[None]]


@click.command()
@click.argument("indicator", metavar="INDICATOR")
@click.option(
    "--place", "codes", multiple=True, metavar="CODE", help="Of this place; may be given several times."
)
@click.option("--since", type=click.IntRange(0, 9999), default=0, help="First year.")
@click.option("--version", default="", help="Of the dataset; without it, the newest release.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table here; else to the terminal.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print figures and source as JSON; with --out, how many."
)
@click.pass_obj
def figures(
    platform: Platform,
    indicator: str,
    codes: tuple[str, ...],
    since: int,
    version: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Figures of INDICATOR (dataset/key) by place and year, with the ends of their intervals.

    The table is CSV; every row names dataset, version, publisher and licence. What leads to no place of ours
    is in the files of the release.

    \b
    Exit codes: 0 told · 1 no such indicator or place, nothing loaded · 2 wrong usage.

    \b
    Examples:
      koinon observatory figures vdem/v2x_polyarchy --place HUN --place POL --since 2010
      koinon observatory figures fiw/pr --version 2025 --out rights.csv
      koinon observatory figures vdem/v2x_polyarchy --place HUN --json
    """
    dataset, slash, key = indicator.partition("/")
    if not slash or not dataset or not key:
        raise Refused(
            "observatory.indicator.named",
            "{given} is no indicator: name it as dataset/key, such as vdem/v2x_polyarchy.",
            given=indicator,
        )
    with platform():
        from koinon.observatory.queries import observations, places, world

        chosen = world.indicator(dataset, key, version)
        wanted = [place.code for place in places.countries(map(str.upper, codes))]
        told = observations.record(chosen, wanted, since)
        if out is not None:
            with tables.whole(out) as file:
                _write(file, told["figures"])
        elif not as_json:
            _write(sys.stdout, told["figures"])
    if as_json:
        told |= {"figures": len(told["figures"])} if out is not None else {}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False, default=str))
        return
    click.echo(f"{len(told['figures'])} figures of {told['title']}. {source(told['source'])}", err=True)


def _write(file: TextIO, rows: list[dict[str, Any]]) -> None:
    from koinon.observatory.queries.observations import COLUMNS
    from koinon.ui.files import cell

    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(row[name]) for name in COLUMNS] for row in rows)
