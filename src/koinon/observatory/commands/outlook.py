"""`koinon observatory outlook`: make it, test it on a file, show it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import click

from koinon.kernel.refusals import Refused

Platform = Callable[[], AbstractContextManager[None]]
SEED = 20110101


@click.group(short_help="Probabilities of regime transitions, with their record.")
def outlook() -> None:
    """How likely an adverse or favourable change of regime is within two years, and how often that was right.

    \b
    Examples:
      koinon observatory outlook make
      koinon observatory outlook test part_features_vdem_v12.parquet --json
      koinon observatory outlook show --place MEX
    """


@outlook.command(epilog="Exit codes: 0 made; 1 refused; 2 usage.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the trees and the intervals.")
@click.option("--by", "email", help="The e-mail address of the person who makes it; else the platform.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def make(platform: Platform, seed: int, email: str | None, as_json: bool) -> None:
    """Make the outlook of the newest features that are loaded. Cut off, it goes on where it stood.

    \b
    Examples:
      koinon observatory outlook make
      koinon observatory outlook make --seed 7 --json
    """
    with platform():
        from django.utils import timezone

        from koinon.ledger.platform import PLATFORM
        from koinon.observatory.actions import outlooks
        from koinon.people.queries import persons

        by: Any = PLATFORM
        if email is not None and (by := persons.person_of(email)) is None:
            raise Refused(
                "observatory.outlook.person", "Nobody signs in as {email}: check the address.", email=email
            )
        with _bar(quiet=as_json) as tell:
            run = outlooks.make(by=by, seed=seed, now=timezone.now(), tell=tell)
        told = {"version": run.version, "year": run.year, "sources": run.sources, "tests": run.tests}
    if as_json:
        click.echo(json.dumps(told, indent=1))
        return
    click.echo(f"Outlook {told['version']} stands: figures up to {told['year']}.")
    for direction in ("adverse", "favourable"):
        click.echo(_line(direction, told["tests"][direction]["measures"]["outlook"]))


@outlook.command(epilog="Exit codes: 0 tested; 1 refused; 2 usage.")
@click.argument("features", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outcome", type=click.Choice(["adverse", "favourable"]), default="adverse", show_default=True)
@click.option(
    "--first", type=int, default=2010, show_default=True, help="Last year of figures of the first forecast."
)
@click.option("--last", type=int, default=2019, show_default=True, help="The same of the last forecast.")
@click.option("--fast", is_flag=True, help="Without the trees and without the boosting: logits alone.")
@click.option("--leaky", is_flag=True, help="Also by the leaky split, for comparison.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the trees and the intervals.")
@click.option("--json", "as_json", is_flag=True, help="Print all measures, differences and bins as JSON.")
def test(
    features: Path, outcome: str, first: int, last: int, fast: bool, leaky: bool, seed: int, as_json: bool
) -> None:
    """Test the model on a file of PART features, with the embargo; needs neither server nor database.

    \b
    Examples:
      koinon observatory outlook test part_features_vdem_v12.parquet
      koinon observatory outlook test part_features_vdem_v12.parquet --fast --leaky --json
    """
    import polars as pl

    from koinon.observatory.engine.outlook import recipes
    from koinon.observatory.engine.outlook.members import Member
    from koinon.observatory.engine.outlook.part import part
    from koinon.observatory.engine.outlook.trial import material, trial

    if last < first:
        raise click.UsageError("--last comes before --first.")
    try:
        table = pl.read_parquet(features)
    except pl.exceptions.PolarsError as error:
        raise Refused(
            "observatory.unreadable", "{file} is no Parquet file: take it as published.", file=features.name
        ) from error
    panel = part(table)
    ours: Member = recipes.LOGIT if fast else recipes.OUTLOOK
    others: list[Member] = [recipes.CLIMATOLOGY, recipes.PLAIN_LOGIT]
    told = trial(
        panel, material(panel), outcome, ours, others if fast else [*others, recipes.BOOSTING],
        range(first, last + 1), seed=seed, leaky=leaky,
    ).told  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, indent=1))
        return
    for name, measures in told["measures"].items():
        click.echo(_line(name, measures))
    if leaky:
        click.echo(_line(f"{ours.name}, leaky", told["leaky"]))
    for name, differences in told["differences"].items():
        parts = (f"{m} {d['value']:+.4f} [{d['low']:+.4f}, {d['high']:+.4f}]" for m, d in differences.items())
        click.echo(f"{ours.name} minus {name}: {', '.join(parts)}")


@outlook.command(epilog="Exit codes: 0 shown; 1 there is none; 2 usage.")
@click.option(
    "--place", default="", help="A country by code or name: all its years; else every place of the newest."
)
@click.option(
    "--direction", type=click.Choice(["adverse", "favourable"]), default="adverse", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def show(platform: Platform, place: str, direction: str, as_json: bool) -> None:
    """Show the outlook that stands, with how often such figures were right.

    \b
    Examples:
      koinon observatory outlook show
      koinon observatory outlook show --place MEX --json
    """
    with platform():
        from koinon.observatory.queries import outlooks, place_words

        run = outlooks.standing()
        lines = outlooks.newest(run, direction)
        if place:
            code = place_words.code(place, {line.place: line.name for line in lines})
            lines = [line for line in outlooks.of_place(run, code) if line.direction == direction]
            if not lines:
                raise Refused(
                    "observatory.outlook.place",
                    "The outlook tells nothing of {place}: the features of which it is made do not have it.",
                    place=code,
                )
        rows = [outlooks.record(line, run) for line in lines]
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        such = f"{row['such_came']} of {row['such_forecasts']} such came" if row["such_forecasts"] else ""
        click.echo(
            f"{row['place']}  {row['from']}–{row['to']}  {row['probability']:7.1%}  {such:24} {row['name']}"
        )


def _line(name: str, m: dict[str, Any]) -> str:
    return (
        f"{name}: AUC {m['auc']:.3f}, AP {m['ap']:.3f}, Brier {m['brier']:.4f}, skill {m['skill']:.3f}, "
        f"slope {m['slope']:.2f}, {m['n']} cases, {m['events']} came"
    )


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    disable = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=disable) as progress:
        task = progress.add_task("reading the figures", total=None)

        def tell(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total)

        yield tell
