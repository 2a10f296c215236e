"""The commands that run and examine an installation."""

from __future__ import annotations

import click

from koinon.site.environment import Environment


@click.command(epilog="Exit codes: 0 stopped when asked; 1 could not start, and the sentence says why.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port on loopback (default: KOINON_PORT or 8000)."
)
@click.option("--demo/--no-demo", default=True, help="Fill the invented demonstration partnership when new.")
def up(port: int | None, demo: bool) -> None:
    """Start the platform: database, web server, worker; Ctrl-C stops it.

    \b
    Examples:
      koinon up
      koinon up --port 8080 --no-demo
      KOINON_DATABASE_URL=postgresql://koinon@db.example/koinon koinon up
    """
    from koinon.site.server.up import up as start

    environment = Environment.read()
    start(environment, port=port or environment.port, demo=demo, say=click.echo)
