"""`koinon read`: documents in, provisions out."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import click

from koinon.register.commands.reading_files import Outcome, documents, outcomes
from koinon.register.commands.rendering import rendered
from koinon.register.engine.documents import Reading
from koinon.register.engine.wire import as_json, csv_text, json_text

SOME_UNREAD = 1
INTERRUPTED = 130


@click.command(short_help="Turn documents into provisions.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "form", flag_value="json", help="JSON: an object for one file, a list for several.")
@click.option("--csv", "form", flag_value="csv", help="CSV: one row a provision.")
@click.option(
    "--out",
    metavar="PATH",
    help="Write to this file; if it is a folder (or ends with /), one file for each document.",
)
@click.pass_context
def read(ctx: click.Context, files: tuple[Path, ...], form: str | None, out: str | None) -> None:
    """Turn documents (.txt .md .html .pdf .docx .odt) into provisions.

    A folder means every document below it.

    \b
    Exit codes: 0 all read · 1 some could not be read, the others were done · 2 wrong usage.

    \b
    Examples:
      koinon read outcome.pdf
      koinon read outcome.pdf --json > outcome.json
      koinon read papers/ --csv --out provisions.csv
      koinon read papers/*.docx --json --out readings/
    """
    paths = documents(files)
    several = len(paths) > 1 or any(path.is_dir() for path in files)
    target = Path(out) if out else None
    apart = bool(out and target and (out.endswith("/") or target.is_dir()))
    form = form or _form_of(target, apart=apart)
    try:
        with _heeding_interrupts(), _progress(len(paths)) as done:
            found = outcomes(paths, done)
    except KeyboardInterrupt:
        click.echo("Stopped; nothing was written.", err=True)
        ctx.exit(INTERRUPTED)
    for folder in (path for path in files if path.is_dir() and not documents([path])):
        click.echo(f"{folder} holds no document that can be read: .txt .md .html .pdf .docx .odt.", err=True)
    for outcome in found:
        if outcome.problem:
            click.echo(outcome.problem, err=True)
    readings = [outcome.reading for outcome in found if outcome.reading]
    if target and apart:
        _write_apart(target, found, form)
    elif readings:
        _write(target, _formed(readings, form, several=several, screen=target is None))
    if len(readings) < len(found) or not found:
        ctx.exit(SOME_UNREAD)


@contextlib.contextmanager
def _heeding_interrupts() -> Iterator[None]:
    """An interrupt counts also where Python can only ignore what is raised: while a pool starts, say."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
        if asked:
            raise KeyboardInterrupt
    finally:
        signal.signal(signal.SIGINT, before)


def _form_of(out: Path | None, *, apart: bool) -> str:
    """The form that the name of the output asks for."""
    suffix = out.suffix.lower() if out else ""
    return "json" if apart or suffix == ".json" else "csv" if suffix == ".csv" else "text"


def _formed(readings: Sequence[Reading], form: str, *, several: bool, screen: bool) -> str:
    if form == "json":
        return json_text([as_json(r) for r in readings] if several else as_json(readings[0]))
    if form == "csv":
        return csv_text(readings)
    styled = screen and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = min(120, shutil.get_terminal_size((100, 24)).columns) if screen else 100
    return "\n\n".join(rendered(r, width=width, styled=styled) for r in readings)


def _write(out: Path | None, text: str) -> None:
    """To standard output as UTF-8, or into a file that is there whole or not at all."""
    if out is not None:
        _replace(out, text)
        return
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _write_apart(out: Path, found: Sequence[Outcome], form: str) -> None:
    """One file for each document, named after it."""
    suffix = {"json": ".json", "csv": ".csv"}.get(form, ".txt")
    names = _names([outcome.path for outcome in found])
    for outcome in found:
        if outcome.reading:
            text = _formed([outcome.reading], form, several=False, screen=False)
            _replace(out / f"{names[outcome.path]}{suffix}", text)


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """A name for each output: the stem, or where two agree the whole name, then with folder or number."""
    names: dict[Path, str] = {}
    for path in paths:
        same = [p for p in paths if p.stem == path.stem]
        choices = [path.stem] if len(same) == 1 else []
        choices += [path.name, f"{path.parent.name}-{path.name}"]
        choices += [f"{path.name}-{n}" for n in range(2, len(paths) + 2)]
        taken = set(names.values())
        names[path] = next(choice for choice in choices if choice not in taken)
    return names


def _replace(target: Path, text: str) -> None:
    """Write beside the target and move into place, so that no half-written file is ever seen."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(target)
    except OSError as error:
        raise click.UsageError(
            f"{target} cannot be written ({error.strerror}): choose another --out."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[Outcome], object]]:
    """A progress bar on standard error, where that is a terminal and there is more than one file."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, last="")
        yield lambda outcome: bar.update(task, advance=1, last=outcome.path.name)
