from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    """The ledger: every act, hash-chained, and the guard that lets nothing be written beside it."""

    name = "koinon.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from koinon.ledger import guard

        connection_created.connect(guard.install, dispatch_uid="koinon.ledger.guard")
        pre_migrate.connect(guard.migration_begins, dispatch_uid="koinon.ledger.guard.off")
        post_migrate.connect(guard.migration_ends, dispatch_uid="koinon.ledger.guard.on")
