"""What of the observatory follows the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from koinon.ledger.followers import follower
from koinon.ledger.models import Entry
from koinon.observatory.actions import alerting

LOOKED_AT = {
    "observatory.load_release",
    "observatory.tell_incident",
    "observatory.bring_incidents",
    "observatory.take_incidents",
    "observatory.correct_incident",
    "observatory.verify_incident",
    "observatory.strike_incident",
    "observatory.publish_rule_set",
}


@follower("alerts")
def look_again(entries: Sequence[Entry]) -> None:
    """Have everything looked at anew once figures, incidents or rule sets changed."""
    if any(entry.verb in LOOKED_AT for entry in entries):
        alerting.have_looked()
