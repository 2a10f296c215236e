"""Moments by which the register can be told as of an earlier day.

What was added before is dated from what is known of it: the ledger's entry of an insertion, or the intake
that brought a row which has not changed since.
"""

from django.db import migrations, models

import koinon.register.models.choices

INSERTED = """
UPDATE register_provision AS p SET added_at = e.at
FROM ledger_entry AS e
WHERE e.verb = 'register.insert' AND e.visibility = 'public'
  AND (e.facts ->> 'id')::bigint = p.document_id AND (e.facts ->> 'provision')::bigint = p.number
"""
TAKEN_IN = """
UPDATE register_provision AS p SET added_at = i.finished
FROM register_row AS r
JOIN register_intake AS i ON i.id = r.intake_id
JOIN register_provision AS q ON q.id = r.provision_id
JOIN register_document AS d ON d.id = q.document_id
WHERE p.id = q.id AND p.revision = 1 AND p.added_at IS NULL AND i.finished > d.published_at
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0009_followed_up"), ("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="provision",
            name="added_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="text",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="earlier",
            field=models.JSONField(blank=True, default=koinon.register.models.choices.list_of_nothing),
        ),
        migrations.RunSQL(INSERTED, migrations.RunSQL.noop),
        migrations.RunSQL(TAKEN_IN, migrations.RunSQL.noop),
    ]
