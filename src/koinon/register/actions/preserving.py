"""The worker's part of a link: its page is fetched, or the reason kept why it was not."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from koinon.kernel.refusals import Refused
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import evidence as exhibits
from koinon.register.actions import fetching
from koinon.register.models import Evidence

SWITCHED_OFF = Refused(
    "register.copy.off", "Copies of pages are switched off here: keep a copy yourself and bring it as a file."
)


def make_copy(evidence: Evidence, now: datetime) -> Evidence:
    """Fetch the page of a link that waits for its copy, and keep what came of it."""
    if evidence.state != Evidence.State.WAITING:
        return evidence
    problem, page = "", fetching.Page("", b"")
    try:
        if not settings.KOINON_COPY_PAGES:
            raise SWITCHED_OFF
        page = fetching.page(evidence.address, fetching.Limits(loopback=settings.KOINON_COPY_FROM_LOOPBACK))
    except Refused as refusal:
        problem = refusal.message
    return exhibits.preserve(
        by=PLATFORM, evidence=evidence, media=page.media, data=page.data, problem=problem, now=now
    )
