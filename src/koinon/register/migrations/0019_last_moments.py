"""Of what is kept under its day alone, the last moment of that day."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from koinon.register.engine.following.calendar import local_day, moment_after


def fill(apps: Any, schema_editor: Any) -> None:
    zone = timezone.get_default_timezone_name()
    hidden = apps.get_model("register", "Claim").objects.filter(pseudonymous=True)
    for kept, by in (("published_at", "published_by"), ("ended_at", "ended_by")):
        for day in hidden.exclude(**{kept: None}).values_list(kept, flat=True).order_by(kept).distinct():
            last = moment_after(local_day(day, zone), zone) - day.resolution
            hidden.filter(**{kept: day}).update(**{by: last})


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0018_due_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("claim", "published_by", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("claim", "ended_by", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
