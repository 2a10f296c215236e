"""The process that follows the ledger, signs its checkpoints and counts figures before they are asked for."""

from __future__ import annotations

import os
import signal
import threading

import django
from django.db import OperationalError

from koinon.site import logs


def main() -> None:
    """Run as a child of `koinon up`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    django.setup()
    logs.unhandled()
    from django.utils import timezone

    from koinon.ledger import followers
    from koinon.ledger.checkpoints import checkpoint_when_due
    from koinon.register.queries.following_figures import count_ahead

    def between() -> None:
        now = timezone.now()
        checkpoint_when_due(now)
        count_ahead(now)

    stop = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    followers.discover()
    try:
        followers.follow(stop.is_set, then=between, poll=1.0)
    except OperationalError:
        if not stop.is_set():
            raise


if __name__ == "__main__":
    main()
