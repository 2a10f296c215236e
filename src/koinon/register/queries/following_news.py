"""What changed in follow-ups last: who fell silent, and who answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from koinon.register.models import FollowUp
from koinon.register.queries import following_lists as lists
from koinon.register.queries.following_lists import Chosen


@dataclass(frozen=True)
class News:
    """A follow-up that fell silent ("silent") or was answered ("answered"), and when."""

    kind: str
    at: datetime
    follow_up: FollowUp


def latest(chosen: Chosen, now: datetime, *, most: int) -> list[News]:
    """The latest of both kinds among the follow-ups of a filter; of one kind where the filter says so.

    An answer takes the news of the silence before it away: the silence has ended.
    """
    wanted = [chosen.standing] if chosen.standing in ("silent", "answered") else ["silent", "answered"]
    if chosen.position:
        wanted = ["answered"]
    found: list[News] = []
    for kind in wanted:
        rows = lists.found(replace(chosen, standing=kind, order="latest"), now)[:most]
        for row in rows:
            at = row.silent_from if kind == "silent" else row.answered_at
            if at is not None:
                found.append(News(kind, at, row))
    return sorted(found, key=lambda news: (news.at, news.follow_up.pk), reverse=True)[:most]
