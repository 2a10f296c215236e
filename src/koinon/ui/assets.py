"""Where a built file stands and what its bytes hash to, for subresource integrity."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static


def _served_bytes(path: str) -> bytes | None:
    """The bytes a browser gets for a static path: the collected file, else the one in the source tree."""
    stored_name = getattr(staticfiles_storage, "stored_name", None)
    name = stored_name(path) if stored_name else path
    if getattr(staticfiles_storage, "location", None) and staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    found = finders.find(path)
    return Path(found).read_bytes() if isinstance(found, str) else None


@lru_cache(maxsize=64)
def _integrity(path: str, url: str) -> str:
    content = _served_bytes(path)
    if content is None:
        return ""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")


def asset(path: str) -> tuple[str, str]:
    """The address of a static file and its integrity value (sha384-…), empty when nothing is built yet."""
    url = static(path)
    return url, _integrity(path, url)
