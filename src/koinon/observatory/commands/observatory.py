"""`koinon observatory`: figures and rules from a terminal."""

from __future__ import annotations

import click

from koinon.observatory.commands.episodes import episodes


@click.group()
def observatory() -> None:
    """Indicators, episodes, standings and alerts from a terminal.

    \b
    Examples:
      koinon observatory episodes vdem.csv --out episodes.csv
      koinon observatory episodes vdem.csv --tolerance 3 --exact
    """


observatory.add_command(episodes)
