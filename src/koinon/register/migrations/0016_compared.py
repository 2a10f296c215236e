import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0015_reports_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Compared",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("provisions", models.PositiveIntegerField()),
                ("against", models.PositiveIntegerField()),
                ("proposed", models.PositiveIntegerField()),
                ("engine", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ("-at",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="restatement",
            name="register_restatement_once",
        ),
        migrations.AddField(
            model_name="restatement",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="restatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("earlier", "later"),
                name="register_restatement_once",
            ),
        ),
        migrations.AddField(
            model_name="compared",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="compared", to="register.document"
            ),
        ),
    ]
