"""`koinon observatory load | datasets | drop`: releases of datasets from a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

Platform = Callable[[], AbstractContextManager[None]]
SHOWN = 20  # unmapped units in the terminal
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("source")
@click.argument("paths", nargs=-1, required=True, type=_FILE, metavar="PATH…")
@click.option(
    "--version",
    default="",
    help="The version, such as 2.1.2; without it, the one that the file tells.",
)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it was published.")
@click.option("--by", "email", help="The e-mail address of the person who loads it; else the platform.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def load(
    platform: Platform, source: str, paths: tuple[Path, ...], version: str, published: datetime | None,
    email: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Load a release of a dataset from the files of its publisher; .gz and .zip are unpacked.

    Every cell is checked first: a file that is not what it should be is refused with its row and column,
    and nothing of it is loaded. The same files again change nothing. `koinon observatory datasets` names
    the sources.

    \b
    Examples:
      koinon observatory load ert ert_v15.csv.gz
      koinon observatory load coups-cline cline_cdp_2_1_2.csv --version 2.1.2
      koinon observatory load unvotes un_votes.csv.gz un_roll_calls.csv.gz un_roll_call_issues.csv.gz

    Exit codes: 0 loaded, or loaded already; 1 refused; 2 usage.
    """
    with platform():
        from django.utils import timezone

        from koinon.observatory.actions import loading

        with _bar(quiet=as_json) as tell:
            release, new = loading.load(
                by=_actor(email),
                source=source,
                paths=[(path, path.name) for path in paths],
                version=version,
                now=timezone.now(),
                published_on=published.date() if published else None,
                tell=tell,
            )
        outcome = _outcome(release, new=new)
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False) if as_json else _told(outcome))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the catalogue as JSON.")
@click.pass_obj
def datasets(platform: Platform, as_json: bool) -> None:
    """Show the sources that can be loaded, and the releases of each that are here.

    \b
    Examples:
      koinon observatory datasets
      koinon observatory datasets --json

    Exit codes: 0 shown, 2 usage.
    """
    with platform():
        from koinon.observatory.queries import catalogue

        found = catalogue.told()
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one['key']:18} {one['title']} ({one['publisher']})")
        for release in one["releases"]:
            invented = ", invented" if release["invented"] else ""
            click.echo(
                f"  {release['version']:16} {release['rows']:>9,} rows, {release['units']} units, "
                f"{release['first']}–{release['last']}, {release['unmapped']} unmapped{invented}"
            )


@click.command()
@click.argument("source")
@click.argument("version")
@click.option("--because", required=True, help="Why it is taken out: it stays on record.")
@click.option("--by", "email", help="The e-mail address of the person who takes it out; else the platform.")
@click.option("--yes", is_flag=True, help="Do not ask whether to take it out.")
@click.pass_obj
def drop(platform: Platform, source: str, version: str, because: str, email: str | None, yes: bool) -> None:
    """Take a release out: its figures go, its entry in the catalogue stays.

    \b
    Examples:
      koinon observatory drop ert v14 --because "v15 corrects it"
      koinon observatory drop ert v14 --because "loaded by mistake" --yes

    Exit codes: 0 taken out, 1 refused or not there, 2 usage.
    """
    with platform():
        from django.utils import timezone

        from koinon.observatory.actions import loading
        from koinon.observatory.queries import releases

        found = releases.release(source, version)
        if not yes:
            click.confirm(f"Take {source} {version} out, with {found.rows:,} rows?", abort=True)
        loading.end_release(by=_actor(email), release=found, reasons=because, now=timezone.now())
    click.echo(f"{source} {version} is taken out.")


def _actor(email: str | None) -> Any:
    from koinon.kernel.refusals import Refused
    from koinon.ledger.platform import PLATFORM
    from koinon.people.queries import persons

    if email is None:
        return PLATFORM
    person = persons.person_of(email)
    if person is None:
        raise Refused(
            "observatory.load.person", "Nobody signs in as {email}: check the address.", email=email
        )
    return person


def _outcome(release: Any, *, new: bool) -> dict[str, Any]:
    unmapped = [
        {"code": u.code, "name": u.name, "rows": u.rows, "first": u.first, "last": u.last, "reason": u.reason}
        for u in release.unmapped.all()
    ]
    held = ("version", "rows", "units", "first", "last", "checksum", "tables")
    return {
        "dataset": release.dataset.key,
        "new": new,
        **{name: getattr(release, name) for name in held},
        "indicators": release.indicators.count(),
        "unmapped": unmapped,
    }


def _told(outcome: dict[str, Any]) -> str:
    there = "is loaded" if outcome["new"] else "is loaded already"
    lines = [
        f"{outcome['dataset']} {outcome['version']} {there}: {outcome['rows']:,} rows, "
        f"{outcome['units']} units, {outcome['first']}–{outcome['last']}, "
        f"{outcome['indicators']} indicators, "
        f"{len(outcome['unmapped'])} units without a place."
    ]
    for one in outcome["unmapped"][:SHOWN]:
        name = f" {one['name']}" if one["name"] and one["name"] != one["code"] else ""
        why = f": {one['reason']}" if one["reason"] else ""
        lines.append(f"  {one['code']}{name}, {one['first']}–{one['last']}, {one['rows']:,} rows{why}")
    if len(outcome["unmapped"]) > SHOWN:
        lines.append(f"  … and {len(outcome['unmapped']) - SHOWN} more: use --json to see them all.")
    return "\n".join(lines)


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    disable = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=disable) as progress:
        task = progress.add_task("looking at the files", total=None)

        def tell(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total or None)

        yield tell
