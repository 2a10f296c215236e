"""The reference pages of the documentation, written from the code: settings, commands, actions.

`make reference` writes them; a house test compares what is committed with what the code says.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import click

from koinon.site import environment

FOLDER = Path("docs") / "reference"
_WRITTEN = "<!-- Written by `make reference` from the code: change it there. -->\n\n"


def settings() -> str:
    """The table of environment variables, as it stands where they are read."""
    told = inspect.getdoc(environment) or ""
    return f"# Settings\n\n{_WRITTEN}{told}\n"


def commands(group: click.Group) -> str:
    """Every command with its help, as the terminal shows it."""
    parts = [f"# Commands\n\n{_WRITTEN}"]
    for name, command in walk(group, "koinon"):
        settings = {"terminal_width": 96, "max_content_width": 96, **group.context_settings}
        with click.Context(command, info_name=name, **settings) as context:
            parts.append(f"## `{name}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n\n")
    return "".join(parts).rstrip() + "\n"


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and everything below it, with full names."""
    yield name, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for sub in command.list_commands(context):
                child = command.get_command(context, sub)
                if child is not None:
                    yield from walk(child, f"{name} {sub}")


def actions() -> str:
    """Every action: what it does, and who may."""
    from koinon.ledger.acts import ACTIONS

    rows = [
        f"# Actions\n\n{_WRITTEN}Whatever changes something is one of these actions. Each is permitted by a "
        "rule, happens in one transaction and leaves one entry in the ledger under its name.\n\n"
        "| action | what it does | who may |\n|---|---|---|\n"
    ]
    for verb in sorted(ACTIONS):
        act = ACTIONS[verb]
        rows.append(f"| `{verb}` | {_told(act.function)} | {_told(act.permit)} |\n")
    return "".join(rows)


def _told(function: object) -> str:
    return (inspect.getdoc(function) or "").partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def load_actions() -> None:
    """Import every room of actions there is."""
    from importlib import import_module
    from pkgutil import walk_packages

    import koinon

    for module in walk_packages(koinon.__path__, "koinon."):
        if ".actions" in module.name:
            import_module(module.name)


def pages(group: click.Group) -> dict[str, str]:
    """File name → text; Django must be set up."""
    load_actions()
    return {"settings.md": settings(), "commands.md": commands(group), "actions.md": actions()}


def write(group: click.Group, folder: Path = FOLDER) -> None:
    """Write the pages; in a fresh process, for a command remembers how its help was asked for before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(group).items():
        (folder / name).write_text(text, "utf-8")
