"""`koinon observatory incidents`: sheets and datasets of incidents from a terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from koinon.kernel.refusals import Refused

Platform = Callable[[], AbstractContextManager[None]]


@click.group()
def incidents() -> None:
    """Incidents: bring a sheet, take the events of a dataset in, list the kinds.

    \b
    Examples:
      koinon observatory incidents kinds
      koinon observatory incidents bring events.csv --check
      koinon observatory incidents from coups-cline
    """


@incidents.command(epilog="Exit codes: 0 printed; 2 usage.")
def kinds() -> None:
    """The kinds of incidents: key, group, title.

    \b
    Example:
      koinon observatory incidents kinds
    """
    from koinon.observatory.engine.incidents.kinds import kinds as vocabulary

    every = vocabulary()
    widths = [max(len(one.key) for one in every), max(len(one.group.value) for one in every)]
    for one in every:
        click.echo(f"{one.key:{widths[0]}}  {one.group.value:{widths[1]}}  {one.title()}")


@incidents.command(epilog="Exit codes: 0 taken in, or right where --check; 1 refused; 2 usage.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind-map", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of lines \"their words\" = \"our-kind\".",
)  # fmt: skip
@click.option("--anyway", is_flag=True, help="Also rows of whose kind one stands within a week there.")
@click.option("--invented", is_flag=True, help="Mark every incident as invented, for demonstration.")
@click.option("--check", is_flag=True, help="Only say what is wrong or stands already; keep nothing.")
@click.pass_obj
def bring(
    platform: Platform, file: Path, kind_map: Path | None, anyway: bool, invented: bool, check: bool
) -> None:
    """Take the incidents of a CSV or XLSX file in: all rows, or none.

    \b
    Examples:
      koinon observatory incidents bring events.csv --check
      koinon observatory incidents bring events.xlsx --kind-map kinds.toml
    """
    words = _map(kind_map) if kind_map else {}
    with platform():
        _bring(file, words, anyway=anyway, invented=invented, check=check)


def _map(file: Path) -> dict[str, str]:
    try:
        read = tomllib.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_map(file) from error
    if not all(isinstance(value, str) for value in read.values()):
        raise _no_map(file)
    return read


def _no_map(file: Path) -> Refused:
    return Refused(
        "observatory.kind_map",
        '{file} is no map of kinds: write lines such as "crackdown" = "assembly-ban".',
        file=file.name,
    )


def _bring(file: Path, words: dict[str, str], *, anyway: bool, invented: bool, check: bool) -> None:
    from django.utils import timezone

    from koinon.ledger.platform import PLATFORM
    from koinon.observatory.actions import incident_batches as actions
    from koinon.observatory.engine.incidents import sheet
    from koinon.observatory.engine.incidents.tables import opened
    from koinon.observatory.queries import incident_alike
    from koinon.observatory.queries import incidents as queries

    today = timezone.localdate()
    found = sheet.parsed(
        opened(file.name, file.read_bytes()), queries.resolver(), today=today, kind_map=words
    )
    for fault in found.faults:
        click.echo(f"row {fault.row}, {fault.column}: {fault.why} ({fault.value!r})", err=True)
    if found.faults:
        raise Refused(
            "observatory.sheet.faults",
            "{wrong} of {rows} rows are wrong; nothing was kept. Mend them and bring the file again.",
            wrong=len(found.faults),
            rows=len(found.faults) + len(found.told),
        )
    told = [one for _row, one in found.told]
    if not anyway:
        _show_alike(found.told, incident_alike.alike_each(told))
    if check:
        click.echo(f"{len(told)} rows are right; nothing was kept.")
        return
    made = actions.bring(
        by=PLATFORM, told=told, invented=invented, anyway=anyway, today=today, now=timezone.now()
    )
    click.echo(f"{len(made)} incidents taken in.")


def _show_alike(rows: Any, alike: Any) -> None:
    for (row, one), others in zip(rows, alike, strict=True):
        for other in others[:3]:
            click.echo(f"row {row}: {one.title!r} may be {other.key} ({other.title!r})", err=True)


@incidents.command("from", epilog="Exit codes: 0 taken in; 1 refused, such as a dataset not loaded; 2 usage.")
@click.argument("dataset")
@click.option("--anyway", is_flag=True, help="Also events of which another source tells within a week.")
@click.pass_obj
def take(platform: Platform, dataset: str, anyway: bool) -> None:
    """Take the events of a loaded dataset in; doing it again adds only what is new.

    \b
    Examples:
      koinon observatory incidents from coups-cline
      koinon observatory incidents from coups-powell-thyne
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.observatory.actions import incident_batches as actions

        taken = actions.take(by=PLATFORM, dataset=dataset, anyway=anyway, now=timezone.now())
        click.echo(
            f"{taken.release}: {taken.new} taken in; {taken.known} stood already, {taken.alike} are told of "
            f"by another source, {taken.others} rows are no incident or of no place here."
        )
