"""`koinon observatory regimes`: classes of Regimes of the World of a table of country-years."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koinon.observatory.commands import tables

if TYPE_CHECKING:
    from koinon.observatory.engine.regimes.tables import Counts


@click.command(short_help="Tell the classes of Regimes of the World.")
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT.csv")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table here; else to the terminal.")
@click.option("--json", "as_json", is_flag=True, help="Tell the figures as JSON on standard error.")
def regimes(source: Path, out: Path | None, as_json: bool) -> None:
    """The class of every country-year from the components: 0 closed autocracy to 3 liberal democracy.

    INPUT is V-Dem's full country-year table (CSV, also .gz) or a part of it: country_text_id, year,
    v2x_polyarchy, v2x_liberal, v2x_elecreg, v2elfrfair_osp, v2elmulpar_osp, v2clacjstm_osp, v2clacjstw_osp,
    v2cltrnslw_osp; with v2elmulpar_osp_ex and v2elmulpar_osp_leg, autocracies are told apart; with the
    columns …_codelow and …_codehigh, lower and upper class are those of the intervals' ends. OUT has the
    country and year, regime, lower, upper, autocracy (1: of which kind cannot be told) and, where INPUT has
    v2x_regime, the published class. The rule stands in docs/explanation/episodes.md.

    \b
    Exit codes: 0 done · 1 the file could not be read, nothing was written · 2 wrong usage.

    \b
    Examples:
      koinon observatory regimes V-Dem-CY-Full.csv --out regimes.csv
      koinon observatory regimes V-Dem-CY-Full.csv.gz --out regimes.csv --json
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices: start no threads
    from koinon.observatory.engine.regimes import tables as engine

    tables.refuse_same(out, source)
    found = tables.read(source, engine.table)
    tables.write(out, engine.lines(found))
    told = engine.counts(found)
    click.echo(json.dumps(asdict(told)) if as_json else "\n".join(_lines(told)), err=True)


def _lines(told: Counts) -> list[str]:
    each = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in told.classes.items())
    said = [
        f"{told.rows} country-years: {each}; {told.autocracy} autocracy of which kind cannot be told; "
        f"{told.untold} cannot be told."
    ]
    if told.compared is not None:
        said.append(
            f"As published: {told.same} of the {told.compared} that have both; of the autocracies whose kind "
            f"cannot be told, {told.kind_open} are published as one of the two."
        )
    return said
