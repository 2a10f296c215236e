from django.db import migrations, models

import koinon.register.models.choices


class Migration(migrations.Migration):
    dependencies = [("register", "0005_no_single_issuer")]

    operations = [
        migrations.AddField(
            model_name="translation",
            name="proposed",
            field=models.JSONField(blank=True, default=koinon.register.models.choices.list_of_nothing),
        ),
    ]
