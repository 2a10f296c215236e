"""Words of others for a terminal, and what every listing there needs."""

from __future__ import annotations

import re
from typing import Any

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


def plain(words: str) -> str:
    """Words without the control characters by which a text could steer a terminal."""
    return _CONTROLS.sub(" ", words)


def source(release: dict[str, Any]) -> str:
    """The source line of a release, from its record."""
    said = (
        f"Source: {release['title']} {release['version']}, {release['publisher']}. "
        f"Licence: {release['licence']}. Loaded on {release['loaded_at']:%Y-%m-%d}."
    )
    return plain(said)
