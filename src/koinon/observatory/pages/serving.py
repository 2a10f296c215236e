"""How public pages of the observatory are served: revalidated by the last public act and the day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from koinon.ledger.queries import state
from koinon.ui import downloads
from koinon.ui.assets import asset
from koinon.ui.serving import page_of as page_of
from koinon.ui.serving import revalidated
from koinon.ui.serving import site_of as site_of

VERSION = version("koinon")  # read once: it is looked up in the files of the package


def _etag() -> str:
    style = asset("ui/build/koinon.css")[1]
    said = (state(), timezone.localdate(), get_language(), settings.ENV.name, VERSION, style)
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"'


public = revalidated(_etag)


def files(listing: Callable[..., Any]) -> downloads.View:
    """The view of a public list as files."""
    return downloads.files(listing, guard=public)
