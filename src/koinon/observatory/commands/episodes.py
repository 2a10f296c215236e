"""`koinon observatory episodes`: episodes of regime transformation of a table of country-years."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from koinon.observatory.commands import tables

if TYPE_CHECKING:
    from koinon.observatory.engine.episodes.exactly import End, Hinging


@click.command(short_help="Find episodes of regime transformation.")
@click.argument("source", type=click.Path(path_type=Path), metavar="INPUT.csv")
@click.option("--out", type=click.Path(path_type=Path), help="Write the table here; else to the terminal.")
@click.option("--start-incl", type=float, default=0.01, show_default=True, help="Yearly change of an onset.")
@click.option("--cum-incl", type=float, default=0.1, show_default=True, help="Change over the whole episode.")
@click.option("--year-turn", type=float, default=0.03, show_default=True, help="Yearly change that turns it.")
@click.option("--cum-turn", type=float, default=0.1, show_default=True, help="Summed change that turns it.")
@click.option("--tolerance", type=int, default=5, show_default=True, help="Years of standing still.")
@click.option("--exact", is_flag=True, help="Decimal arithmetic; names what hinges on binary fractions.")
@click.option("--json", "as_json", is_flag=True, help="Tell the figures as JSON on standard error.")
def episodes(
    source: Path, out: Path | None, exact: bool, as_json: bool, tolerance: int, **thresholds: float
) -> None:
    """Regimes and episodes of democratization and autocratization, year by year.

    INPUT is V-Dem's country-year table (CSV, also .gz) or a part of it; OUT has the columns of the ERT data
    set, and is packed where its name ends in .gz. The rules and their source stand in
    docs/explanation/episodes.md.

    With --exact it names the episodes that only one arithmetic finds, and those that both find and that end
    otherwise, with the codes of the ERT codebook as binary fractions → exact decimals have them.

    \b
    Exit codes: 0 done · 1 the file could not be read, nothing was written · 2 wrong usage.

    \b
    Examples:
      koinon observatory episodes V-Dem-CY-Full.csv --out ert.csv
      koinon observatory episodes V-Dem-CY-Full.csv --out ert.csv --cum-incl 0.05 --exact
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices: start no threads
    from koinon.observatory.engine.episodes import finding, reading, writing
    from koinon.observatory.engine.episodes.exactly import exact as exactly
    from koinon.observatory.engine.episodes.exactly import hinging
    from koinon.observatory.engine.episodes.parameters import Parameters

    parameters = Parameters(tolerance=tolerance, **thresholds)
    tables.refuse_same(out, source)
    gc.disable()  # in a command that is over in a moment, looking for cycles costs a tenth of it
    table = tables.read(source, reading.table)
    spells, dem, aut = finding.episodes(table.panel, parameters)
    hinges: dict[str, Hinging] = {}
    if exact:
        scaled = exactly(["" if c == "NA" else c for c in table.columns["v2x_polyarchy"]], parameters)
        panel = table.panel.with_index(reading.index_of(table, scaled.edi.tolist()))
        _, more, others = finding.episodes(panel, scaled.parameters)
        hinges = {"dem": hinging(panel, dem, more), "aut": hinging(panel, aut, others)}
        dem, aut = more, others
    tables.write(out, writing.lines(table, spells, dem, aut))
    told = {
        "rows": len(table.columns["year"]),
        "democratization": int(dem.counted.sum()),
        "autocratization": int(aut.counted.sum()),
    }
    _tell(told, hinges, as_json=as_json)


def _tell(told: dict[str, int], hinges: dict[str, Hinging], *, as_json: bool) -> None:
    if as_json:
        hinging = {kind: _record(found) for kind, found in hinges.items()}
        click.echo(json.dumps(told | ({"hinging": hinging} if hinges else {})), err=True)
        return
    click.echo(
        f"{told['rows']} country-years: {told['democratization']} episodes of democratization, "
        f"{told['autocratization']} of autocratization.",
        err=True,
    )
    for kind, found in hinges.items():
        for words, names in (
            ("only in binary fractions", found.only_binary),
            ("only in exact decimals", found.only_exact),
            ("ends otherwise", [_otherwise(*one) for one in found.ends_otherwise]),
        ):
            if names:
                click.echo(f"{kind}, {words}: {', '.join(names)}", err=True)


def _record(found: Hinging) -> dict[str, Any]:
    return {
        "only_binary": found.only_binary,
        "only_exact": found.only_exact,
        "ends_otherwise": [
            {"id": name, "binary": binary.told(), "exact": decimal.told()}
            for name, binary, decimal in found.ends_otherwise
        ],
    }


def _otherwise(name: str, binary: End, decimal: End) -> str:
    """What differs, first as in binary fractions, then as in exact decimals."""
    one, other = binary.told(), decimal.told()
    parts = (f"{what} {_code(one[what])} → {_code(other[what])}" for what in one if one[what] != other[what])
    return f"{name} ({'; '.join(parts)})"


def _code(value: int | bool | None) -> str:
    return "missing" if value is None else str(int(value))
