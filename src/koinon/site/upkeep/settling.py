"""A restored database brought up to this version, its index built and its ledger verified.

Runs in a process of its own, whose data folder and database are the ones that are not yet in place.
"""

from __future__ import annotations

import json
import os
import sys

from koinon.kernel.refusals import Refusal, Refused


def settle() -> dict[str, int | str]:
    """Migrate, index, verify; Django must be set up."""
    from koinon.ledger import queries
    from koinon.ledger.checkpoints import public_key
    from koinon.ledger.engine.verification import verification
    from koinon.register.queries import index
    from koinon.site.server import preparing

    preparing.tables()
    provisions = index.rebuild()
    outcome = verification(queries.export(), trusted_key=public_key())
    if not outcome.holds:
        raise Refused("restore.ledger", "The restored ledger does not hold. {why}", why=outcome.message)
    return {"entries": outcome.entries, "signed_to": outcome.signed_to, "provisions": provisions}


def main() -> None:
    """Print the outcome as JSON, or a refusal as a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    try:
        sys.stdout.write(json.dumps(settle()))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
