"""Peer review: dates of answers that the response stage sets; speakers out of turn; ISO weekdays in calendars.

The ledger's digest of a calendar that was fixed earlier was taken with the days as they were counted then.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def _moved(apps: Any, by: int) -> None:
    for cycle in apps.get_model("register", "Cycle").objects.only("calendar"):
        if days := cycle.calendar.get("weekend"):
            cycle.calendar["weekend"] = [day + by for day in days]
            cycle.save(update_fields=["calendar"])


def from_one(apps: Any, _: Any) -> None:
    """Monday was 0, and is 1, as in policies of dates."""
    _moved(apps, 1)


def from_zero(apps: Any, _: Any) -> None:
    """Back again."""
    _moved(apps, -1)


class Migration(migrations.Migration):
    dependencies = [("register", "0019_last_moments")]

    operations = [
        migrations.AlterField(
            "expectation",
            "basis",
            models.CharField(
                choices=[
                    ("text", "Text"), ("policy", "Policy"), ("agreed", "Agreed"), ("review", "Review"),
                ],
                max_length=6,
            ),
        ),
        migrations.AddField("speaker", "reason", models.TextField(blank=True, default="")),
        migrations.RunPython(from_one, from_zero),
    ]  # fmt: skip
