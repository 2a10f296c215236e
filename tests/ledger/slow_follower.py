"""A process with a slow follower, to be killed in the middle: counts every entry in a plain table."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.site.settings"
django.setup()

from django.db import connection  # noqa: E402

from koinon.ledger import followers  # noqa: E402
from koinon.ledger.models import Entry  # noqa: E402

followers.BATCH = 7


@followers.follower("tally")
def tally(entries: Sequence[Entry]) -> None:
    for entry in entries:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO tally (number) VALUES (%s)", [entry.number])
        time.sleep(0.004)


followers.follow(lambda: False, then=lambda: None, poll=0.2)
