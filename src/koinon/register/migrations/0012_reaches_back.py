from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0011_reminders")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="reaches_back",
            field=models.BooleanField(default=False),
        ),
    ]
