"""What peer review keeps besides: how speakers were ordered, stages passed without, dates before a move."""

from __future__ import annotations

from django.db import migrations, models

import koinon.register.models.choices


class Migration(migrations.Migration):
    dependencies = [("register", "0012_reaches_back")]
    operations = [
        migrations.AddField("review", "list_record", models.JSONField(blank=True, default=dict)),
        migrations.AddField("reviewstage", "passed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "reviewstage",
            "moves",
            models.JSONField(blank=True, default=koinon.register.models.choices.list_of_nothing),
        ),
        migrations.AddConstraint(
            "reviewstage",
            models.CheckConstraint(
                condition=models.Q(("done_at", None), ("passed_at", None), _connector="OR"),
                name="register_review_stage_done_or_passed",
            ),
        ),
    ]
