from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0007_themes_found_by_key")]

    operations = [
        migrations.AddField(
            model_name="savedsearch",
            name="mailed_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
