import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_tokens")]

    operations = [
        migrations.CreateModel(
            name="Naming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("names", models.JSONField(blank=True, default=dict)),
                ("until", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="namings",
                        to="people.party",
                    ),
                ),
            ],
            options={
                "ordering": ("party", "until"),
                "constraints": [
                    models.UniqueConstraint(fields=("party", "until"), name="people_naming_ends_once")
                ],
            },
        ),
    ]
