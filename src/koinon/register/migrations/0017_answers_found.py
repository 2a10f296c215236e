from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0016_compared")]

    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["-published_at", "-id"], name="register_answer_latest"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("state", "submitted")),
                fields=["follow_up"],
                name="register_answer_waiting",
            ),
        ),
    ]
