"""Every provision's issuer becomes a row of its own, one for each name that was joined."""

from typing import Any

from django.db import migrations

from koinon.kernel.directory import folded
from koinon.register.engine.content import issuers


def split(apps: Any, schema_editor: Any) -> None:
    provision = apps.get_model("register", "Provision")
    issuer = apps.get_model("register", "Issuer")
    alias = apps.get_model("people", "Alias")
    joined = provision.objects.exclude(issuer="").order_by().values_list("issuer", flat=True).distinct()
    for words in list(joined):
        names = issuers(words)
        parties = dict(
            alias.objects.filter(folded__in=[folded(n) for n in names]).values_list("folded", "party_id")
        )
        rows = (
            issuer(provision_id=pk, position=n, name=name[:300], party_id=parties.get(folded(name)))
            for pk in provision.objects.filter(issuer=words).values_list("pk", flat=True)
            for n, name in enumerate(names, start=1)
        )
        issuer.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("register", "0003_rows_and_wordings"), ("people", "0003_tokens")]

    operations = [migrations.RunPython(split, migrations.RunPython.noop)]
