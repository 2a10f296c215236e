"""`koinon register dump`: everything published as open data, and the check of a copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click

Platform = Callable[[], AbstractContextManager[None]]


@click.command(epilog="Exit codes: 0 made, or the copy is whole; 1 not, and each fault is named; 2 usage.")
@click.argument("target", required=False, type=click.Path(path_type=Path), metavar="[FOLDER|FILE.zip]")
@click.option("--check", is_flag=True, help="Check the copy TARGET against its manifest; needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest, or what the check found, as JSON.")
@click.pass_obj
def dump(platform: Platform, target: Path | None, check: bool, as_json: bool) -> None:
    """Write everything published as open data: JSON Lines, CSV, manifest, licence.

    Without a target it makes the dump that the page "Open data" offers, as the worker does every night.

    \b
    Examples:
      koinon register dump
      koinon register dump halcyon.zip
      koinon register dump halcyon/ --json
      koinon register dump --check halcyon.zip
    """
    if check:
        if target is None:
            raise click.UsageError("Name the copy to check: koinon register dump --check FILE.")
        _check(target, as_json)
        return
    with platform():
        from django.utils import timezone

        from koinon.register.queries import opendata

        if target is None:
            offered = opendata.offer(now=timezone.now())
            made, where = offered.manifest, offered.path
        else:
            made, where = opendata.dump(target, now=timezone.now()), target
    if as_json:
        click.echo(json.dumps({"path": str(where), **made}, ensure_ascii=False, indent=2))
        return
    for file in made["files"]:
        click.echo(f"{file['count']:>10}  {file['name']}")
    click.echo(f"Written to {where}.")


def _check(target: Path, as_json: bool) -> None:
    from koinon.register.engine.exports.copies import check

    found = check(target)
    if as_json:
        told = {"whole": found.whole, "made_at": found.made_at, "ledger_entries": found.entries}
        click.echo(json.dumps({**told, "counts": found.counts, "faults": found.faults}, indent=2))
    elif found.whole:
        click.echo(f"Whole: made at {found.made_at}, after entry {found.entries} of the ledger.")
        for name, count in found.counts.items():
            click.echo(f"{count:>10}  {name}")
    else:
        for fault in found.faults:
            click.echo(f"koinon: {fault}", err=True)
    if not found.whole:
        raise SystemExit(1)
