from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0004_issuers")]

    operations = [migrations.RemoveField(model_name="provision", name="issuer_party")]
