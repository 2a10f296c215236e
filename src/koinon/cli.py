"""The `koinon` command: one line a command, each imported only when it is called."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from importlib import import_module

import click

from koinon.kernel.refusals import Refusal

# name → (module:attribute, one line of help). Help texts stand here so that `koinon --help`
# imports no command, and with it neither Django nor a database driver.
COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("koinon.site.commands:up", "Start the platform: database, web server, worker."),
    "people": ("koinon.people.commands.people:people", "Invite persons and grant mandates."),
    "check": ("koinon.site.commands:check", "Diagnose this installation."),
    "backup": ("koinon.site.upkeep.commands:backup", "Put everything into one file, or check such a file."),
    "restore": ("koinon.site.upkeep.commands:restore", "Put a backup in place."),
    "upgrade": ("koinon.site.upkeep.commands:upgrade", "Bring tables and index to this version."),
    "ledger": ("koinon.ledger.commands:ledger", "Export, verify and sign the record of every act."),
    "demo": ("koinon.flows.demonstration.commands:demo", "Fill in the invented demonstration partnership."),
    "register": (
        "koinon.register.commands.register:register",
        "The register from a terminal, and its upkeep.",
    ),
    "search": ("koinon.register.commands.search:search", "Search what is published."),
    "observatory": (
        "koinon.observatory.commands.observatory:observatory",
        "Episodes, standings and figures from a terminal.",
    ),
    "api": ("koinon.site.api_command:api", "Print the API's OpenAPI document."),
    "read": ("koinon.register.commands.read:read", "Turn documents into provisions."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table's own lines, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="koinon", prog_name="koinon")
@click.pass_context
def koinon(context: click.Context) -> None:
    """Koinon, the working platform of a partnership of democracies.

    \b
    Examples:
      koinon up                         start the platform
      koinon read outcome.pdf           the provisions of a document
      koinon COMMAND --help             what a command does, with examples
    """
    context.obj = platform  # a command that needs the database takes it by @click.pass_obj


def platform() -> AbstractContextManager[None]:
    """The database answering and Django set up, for the time of a command; import models inside."""
    from koinon.site.server.access import platform

    return platform()


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and exit code 1."""
    try:
        koinon(prog_name="koinon")
    except Refusal as refusal:
        click.echo(f"koinon: {refusal}", err=True)
        sys.exit(1)
