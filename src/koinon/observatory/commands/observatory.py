"""`koinon observatory`: figures and rules from a terminal."""

from __future__ import annotations

from importlib import import_module

import click

# name → (module here, one line of help); imported when it is run, so that `episodes` starts fast
COMMANDS: dict[str, tuple[str, str]] = {
    "load": ("loading", "Load a release of a dataset from the files of its publisher."),
    "datasets": ("loading", "Show what can be loaded, and the releases that are here."),
    "figures": ("figures", "Tell figures of an indicator, with intervals and source."),
    "drop": ("loading", "Take a release out."),
    "alerts": ("alerts", "Raise alerts by the written rules."),
    "incidents": ("incidents", "Bring incidents in from sheets and datasets."),
    "flashpoints": ("ahead", "Tell what lies ahead."),
    "approaches": ("ahead", "Tell the lines and openings towards countries that all may read."),
    "outlook": ("outlook", "Probabilities of regime transitions, with their record."),
    "episodes": ("episodes", "Find episodes of regime transformation in a file."),
    "regimes": ("regimes", "Tell the classes of Regimes of the World of a file."),
    "standing": ("standing", "Tell who meets a rule set at a date, and why."),
    "agreement": ("agreement", "Count in how many draws episodes hold; or who is in one by which release."),
    "cohesion": ("cohesion", "Tell how alike a group votes in the General Assembly."),
    "agreements": ("votes", "Compare all pairs of voters of a file of roll calls."),
    "ideal-points": ("votes", "Place the voters of a file of roll calls on one dimension."),
}


class Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"koinon.observatory.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table's own lines, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands)
def observatory() -> None:
    """Indicators, episodes, standings and alerts from a terminal.

    \b
    Examples:
      koinon observatory episodes vdem.csv --out episodes.csv
      koinon observatory episodes vdem.csv --tolerance 3 --exact
      koinon observatory load ert ert_v15.csv.gz
      koinon observatory agreement --draws 1000
    """
