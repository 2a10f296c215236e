"""`koinon register import | template`: files of rows, from the data sets of the field or one's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from koinon.register.engine.intake.formats import FORMATS

Platform = Callable[[], AbstractContextManager[None]]
STEPS = {"parsing": "Reading the file", "comparing": "Comparing", "writing": "Taking in"}
SHOWN = 20  # faulty rows in the terminal


@click.command("import")
@click.argument("wanted", type=click.Choice(list(FORMATS)), metavar="FORMAT")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--preview", is_flag=True, help="Only say what would be new and changed; change nothing.")
@click.option("--by", "email", help="The e-mail address of the person who takes it in; else the platform.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON; a list for several files.")
@click.pass_obj
def import_rows(
    platform: Platform, wanted: str, files: tuple[Path, ...], preview: bool, email: str | None, as_json: bool
) -> None:
    """Take in files of rows: FORMAT is upr-info, uhri, impact-oss or sheet.

    Each file is taken in whole, in one transaction, or not at all; faulty rows are named and left out.
    The same file again changes nothing.

    \b
    Examples:
      koinon register import upr-info upr_info_sessions_17-20.csv --preview
      koinon register import uhri export.xlsx --by mira.solano@halcyon.example
      koinon register import sheet ours.xlsx --json

    Exit codes: 0 taken in (faulty rows may be left out), 1 a file could not be read at all, 2 usage.
    """
    outcomes = []
    with platform():
        by = _actor(email)
        for path in files:
            outcomes.append(_one(wanted, path, by, preview=preview, quiet=as_json))
    if as_json:
        shown: Any = outcomes[0] if len(outcomes) == 1 else outcomes
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        for outcome in outcomes:
            _tell(outcome, preview)
    if any(outcome["problem"] for outcome in outcomes):
        raise SystemExit(1)


def _actor(email: str | None) -> Any:
    from koinon.kernel.refusals import Refused
    from koinon.ledger.platform import PLATFORM
    from koinon.people.queries import persons

    if email is None:
        return PLATFORM
    person = persons.person_of(email)
    if person is None:
        raise Refused("register.import.person", "Nobody signs in as {email}: check the address.", email=email)
    return person


def _one(wanted: str, path: Path, by: Any, *, preview: bool, quiet: bool) -> dict[str, Any]:
    from koinon.kernel.refusals import Refusal
    from koinon.register.actions import intake, taking
    from koinon.register.queries.intake import prepared

    data = path.read_bytes()
    try:
        with _bar(path.name, quiet) as tell:
            tell("parsing", 0, 0)
            found = taking.parsed(wanted, path.name, data)
            tell("comparing", 0, 0)
            ready = prepared(found)
            new, changed, unchanged = len(ready.plan.new), len(ready.plan.changed), ready.plan.unchanged
            if not preview and new + changed:
                taken = intake.unsaved(by, wanted)
                intake.take_in(by=by, intake=taken, parsed=found, file=(path.name, data), tell=tell)
                new, changed, unchanged = taken.new, taken.changed, taken.unchanged
    except Refusal as refusal:
        return _outcome(path, wanted, (0, 0, 0), [], None, refusal.message)
    rows = {"read": found.rows, "skipped": found.skipped}
    return _outcome(
        path, wanted, (new, changed, unchanged), [fault.plain() for fault in ready.faulty], rows, None
    )


def _outcome(
    path: Path,
    wanted: str,
    counts: tuple[int, int, int],
    faulty: list[dict[str, Any]],
    rows: dict[str, int] | None,
    problem: str | None,
) -> dict[str, Any]:
    new, changed, unchanged = counts
    return {
        "file": str(path),
        "format": wanted,
        "new": new,
        "changed": changed,
        "unchanged": unchanged,
        "faulty": [{name: f[name] for name in ("row", "column", "problem", "mend")} for f in faulty],
        "rows": rows or {"read": 0, "skipped": 0},
        "problem": problem,
    }


@contextmanager
def _bar(name: str, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    disable = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=disable) as progress:
        task = progress.add_task(name, total=None)

        def tell(step: str, done: int, total: int) -> None:
            described = f"{name}: {STEPS[step]}"
            progress.update(task, description=described, completed=done, total=total or None)

        yield tell


def _tell(outcome: dict[str, Any], preview: bool) -> None:
    if outcome["problem"]:
        click.echo(f"{outcome['file']}: {outcome['problem']}", err=True)
        return
    done = "would be" if preview else "are"
    click.echo(
        f"{outcome['file']}: {outcome['new']} {done} new, {outcome['changed']} changed, "
        f"{outcome['unchanged']} unchanged, {len(outcome['faulty'])} faulty; "
        f"{outcome['rows']['read']} rows were read."
    )
    for fault in outcome["faulty"][:SHOWN]:
        where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
        click.echo(f"  {where}: {fault['problem']} {fault['mend']}")
    if len(outcome["faulty"]) > SHOWN:
        click.echo(f"  … and {len(outcome['faulty']) - SHOWN} more: use --json to see them all.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template(file: Path) -> None:
    """Write the spreadsheet for rows of one's own: columns explained, lists to choose from, an example.

    \b
    Examples:
      koinon register template ours.xlsx

    Exit codes: 0 written, 1 the file is there already or cannot be written, 2 usage.
    """
    from koinon.kernel.refusals import Refused
    from koinon.register.engine import vocabulary
    from koinon.register.engine.intake.template import template as made

    try:
        with file.open("xb") as out:
            out.write(made(vocabulary.default()))
    except FileExistsError as error:
        raise Refused(
            "register.template.there", "{file} is there already: choose another name.", file=str(file)
        ) from error
    except OSError as error:
        raise Refused(
            "register.template.unwritable",
            "{file} cannot be written ({why}): choose another folder.",
            file=str(file),
            why=error.strerror or "no reason given",
        ) from error
    click.echo(
        f"{file} is written: fill it in below the example, then run koinon register import sheet {file}."
    )
