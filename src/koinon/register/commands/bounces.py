"""`koinon register bounces`: mail that came back is taken in."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import BinaryIO

import click

Platform = Callable[[], AbstractContextManager[None]]


@click.command(
    epilog="Exit codes: 0 taken in, even if it was about no letter; 1 the database cannot be reached."
)
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def bounces(platform: Platform, file: BinaryIO, as_json: bool) -> None:
    """Mark the letters about dates that did not arrive, from a notification or a mailbox (mbox) of them.

    A mail server hands each notification to standard input; see docs/how-to/reminders.md.

    \b
    Examples:
      koinon register bounces - < notification.eml
      koinon register bounces mailbox.mbox --json
    """
    data = file.read()
    with platform():
        from koinon.register.actions import bounces as letters

        taken = letters.take_in(data=data)
    if as_json:
        click.echo(json.dumps(asdict(taken)))
        return
    click.echo(
        f"{taken.messages} read: {taken.bounced} letters did not arrive, {taken.delayed} are delayed, "
        f"{taken.unknown} are about no letter of ours."
    )
