"""`koinon api`: the API's description as the committed file holds it."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.group()
def api() -> None:
    """The JSON API.

    \b
    Examples:
      koinon api schema
      koinon api schema --out docs/reference/openapi.json
    """


@api.command(epilog="Exit code: 0 printed or written.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
def schema(out: Path | None) -> None:
    """Print the OpenAPI document; no database is needed.

    \b
    Examples:
      koinon api schema | jq '.paths | keys'
      koinon api schema --out docs/reference/openapi.json
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    from koinon.site.api import schema_text

    if out:
        out.write_text(schema_text(), "utf-8")
    else:
        click.echo(schema_text(), nl=False)
