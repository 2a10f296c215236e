"""How public pages of the register are served: revalidated by the last public act and the clock."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from koinon.ledger.queries import state
from koinon.register.engine.following.silence import quarter
from koinon.register.queries import index, knowledge
from koinon.ui.assets import asset
from koinon.ui.serving import SIZE as SIZE
from koinon.ui.serving import csv_file as csv_file
from koinon.ui.serving import download as download
from koinon.ui.serving import page_of as page_of
from koinon.ui.serving import revalidated
from koinon.ui.serving import site_of as site_of

VERSION = version("koinon")  # read once: it is looked up in the files of the package


def _etag() -> str:
    """Changes with every public act, each commit of the search index, the quarter of an hour, the language,
    the vocabulary and the built stylesheet: silence begins with a quarter, and so does every day."""
    style = asset("ui/build/koinon.css")[1]
    here = (settings.ENV.name, VERSION, style, knowledge.vocabulary_text())
    said = (state(), index.state(), quarter(timezone.now()), get_language(), *here)
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"'


public = revalidated(_etag)


def reading_language() -> str:
    """The language of the interface, in which a reader is shown what exists in it: "fr"."""
    return (get_language() or "en").partition("-")[0]
