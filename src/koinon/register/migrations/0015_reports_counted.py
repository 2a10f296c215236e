from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0014_follow_up_lists")]

    operations = [
        migrations.AddField("report", "compared_with", models.DateField(blank=True, null=True)),
        migrations.AddField("report", "counted", models.JSONField(blank=True, null=True)),
        migrations.AddField("report", "counted_for", models.CharField(blank=True, max_length=64)),
        migrations.AddField(
            "report",
            "working",
            models.CharField(
                blank=True, choices=[("counting", "Counting"), ("publishing", "Publishing")], max_length=10
            ),
        ),
        migrations.AddField("report", "problem", models.TextField(blank=True)),
    ]
