"""`koinon observatory`: figures and rules from a terminal."""

from __future__ import annotations

import click

from koinon.observatory.commands.episodes import episodes
from koinon.observatory.commands.loading import datasets, drop, load


@click.group()
def observatory() -> None:
    """Indicators, episodes, standings and alerts from a terminal.

    \b
    Examples:
      koinon observatory episodes vdem.csv --out episodes.csv
      koinon observatory episodes vdem.csv --tolerance 3 --exact
      koinon observatory load ert ert_v15.csv.gz
    """


observatory.add_command(episodes)
observatory.add_command(load)
observatory.add_command(datasets)
observatory.add_command(drop)
