"""Opening follow-ups and ending them: for every addressee of what is published, and for nobody else.

Called within the actions that publish and change provisions, and by the follower that brings up whatever
the ledger names. Set-based and harmless when repeated; nothing here decides or records.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from koinon.register.actions import expecting
from koinon.register.actions.standing import stand
from koinon.register.models import Addressee, Document, FollowUp
from koinon.register.queries import clocks

AT_ONCE = 20_000  # provisions

# Which states belong to which class, from when until before when; of several parties of a place the first.
_MEMBERS = """
  SELECT c.id AS class, s.id AS party, s.name, m.since, m.until
  FROM people_party AS c
  LEFT JOIN people_party AS g ON g.id = c.members_of_id
  JOIN people_membership AS m
    ON m.group_id = CASE WHEN c.members_of_id IS NULL THEN c.place_id ELSE g.place_id END
  JOIN (
    SELECT DISTINCT ON (place_id) id, name, place_id FROM people_party
    WHERE kind = 'state' AND members_of_id IS NULL AND place_id IS NOT NULL ORDER BY place_id, id
  ) AS s ON s.place_id = m.member_id
  WHERE c.kind = 'class'
"""

# Who is to be followed up, once for each provision: by its own name before any class, through the class in
# which it still is before one that it has left. A class without known members stands for itself.
_WANTED = f"""
  WITH member AS ({_MEMBERS}),
  asked AS (
    SELECT p.id AS provision, p.document_id AS document, a.party_id AS party, a.name,
      COALESCE(d.issued_on, (d.published_at AT TIME ZONE 'UTC')::date) AS day
    FROM register_provision AS p
    JOIN register_document AS d ON d.id = p.document_id
    JOIN register_addressee AS a ON a.provision_id = p.id
    WHERE p.id = ANY(%(provisions)s) AND NOT p.withdrawn AND d.state = 'published'
  ),
  everyone AS (
    SELECT provision, document, NULL::bigint AS party, name, NULL::bigint AS via, NULL::date AS since,
      false AS gone
    FROM asked WHERE party IS NULL
    UNION ALL
    SELECT k.provision, k.document, k.party, q.name, NULL, NULL, false
    FROM asked AS k JOIN people_party AS q ON q.id = k.party
    WHERE NOT EXISTS (SELECT 1 FROM member AS m WHERE m.class = k.party)
    UNION ALL
    SELECT k.provision, k.document, m.party, m.name, m.class,
      CASE WHEN m.since > k.day THEN m.since END,
      m.until IS NOT NULL AND m.until <= (%(at)s AT TIME ZONE 'UTC')::date
    FROM asked AS k JOIN member AS m ON m.class = k.party
    WHERE CASE WHEN m.since IS NULL OR m.since <= k.day
      THEN m.until IS NULL OR m.until > k.day  -- a member on the document's day
      ELSE m.since <= (%(at)s AT TIME ZONE 'UTC')::date  -- one that joined since and still is
        AND (m.until IS NULL OR m.until > (%(at)s AT TIME ZONE 'UTC')::date)
    END
  )
  SELECT DISTINCT ON (provision, party, CASE WHEN party IS NULL THEN name END)
    provision, document, party, name, via, since, gone
  FROM everyone
  ORDER BY provision, party, CASE WHEN party IS NULL THEN name END, gone, via NULLS FIRST, since NULLS FIRST
"""

_BEGIN = f"""
INSERT INTO register_followup (
  provision_id, document_id, party_id, name, via_id, since, begun_at, ended_because, earlier,
  position, claims, disputed, revision
)
SELECT w.provision, w.document, w.party, w.name, w.via, w.since, %(at)s, '', '[]', '', 0, false, 1
FROM ({_WANTED}) AS w
ON CONFLICT DO NOTHING
RETURNING id
"""

_AGAIN = f"""
UPDATE register_followup AS f SET
  earlier = f.earlier || jsonb_build_array(
    jsonb_build_object('begun', f.begun_at, 'ended', f.ended_at, 'because', f.ended_because)
  ),
  begun_at = %(at)s, ended_at = NULL, ended_because = '', via_id = w.via, since = w.since,
  revision = f.revision + 1
FROM ({_WANTED}) AS w
WHERE f.provision_id = w.provision AND NOT w.gone AND f.ended_at IS NOT NULL
  AND COALESCE(w.party, 0) = COALESCE(f.party_id, 0) AND (w.party IS NOT NULL OR w.name = f.name)
RETURNING f.id
"""

_THROUGH = f"""
UPDATE register_followup AS f SET via_id = w.via, revision = f.revision + 1
FROM ({_WANTED}) AS w
WHERE f.provision_id = w.provision AND f.party_id = w.party AND f.ended_at IS NULL
  AND f.via_id IS DISTINCT FROM w.via
RETURNING f.id
"""

_END = f"""
UPDATE register_followup AS f SET ended_at = %(at)s, revision = f.revision + 1, ended_because = CASE
  WHEN d.state = 'withdrawn' THEN 'withdrawn'
  WHEN p.withdrawn THEN 'struck'
  WHEN EXISTS (
    SELECT 1 FROM register_addressee AS a WHERE a.provision_id = f.provision_id AND a.party_id = f.via_id
  ) THEN 'left'
  ELSE 'unnamed'
END
FROM register_provision AS p JOIN register_document AS d ON d.id = p.document_id
WHERE p.id = f.provision_id AND f.provision_id = ANY(%(provisions)s) AND f.ended_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM ({_WANTED}) AS w
  WHERE w.provision = f.provision_id AND NOT w.gone
    AND COALESCE(w.party, 0) = COALESCE(f.party_id, 0) AND (w.party IS NOT NULL OR w.name = f.name)
)
RETURNING f.id
"""

_STOP = """
UPDATE register_expectation SET ended_at = %(at)s
WHERE follow_up_id = ANY(%(ended)s) AND ended_at IS NULL AND met_at IS NULL
"""


def open_follow_ups(provisions: Iterable[int], at: datetime, reason: str = "") -> set[int]:
    """Bring the follow-ups of provisions, and their dates, to what is published; those that changed.

    Creates what is missing, ends what is asked of nobody any more, and settles the dates of all that run.
    `reason` is why a date moves, where a correction moves it.
    """
    touched: set[int] = set()
    for keys in _parts(provisions):
        touched |= _persons_asked(keys, at)
        running = FollowUp.objects.filter(provision__in=keys, ended_at=None).values_list("pk", flat=True)
        touched |= expecting.settle(clocks.of_follow_ups(running), at, reason)
    return touched


def catch_up(provisions: Iterable[int], at: datetime) -> set[int]:
    """As `open_follow_ups`, where only who is asked may have changed: dates that stand are not looked at."""
    touched: set[int] = set()
    for keys in _parts(provisions):
        changed = _persons_asked(keys, at)
        touched |= changed | expecting.settle(clocks.of_follow_ups(changed), at)
    return touched


def of_document(document: Document, at: datetime, reason: str = "") -> set[int]:
    """`open_follow_ups` for every provision of a document."""
    return open_follow_ups(document.provisions.values_list("pk", flat=True), at, reason)


def of_classes(groups: Iterable[int] | None, at: datetime) -> set[int]:
    """Let joiners in and leavers go, where provisions name a class of the groups' members; None: any class.

    `groups` are keys of places.
    """
    named = Addressee.objects.filter(party__kind="class", provision__document__state="published")
    if groups is not None:
        keys = list(groups)
        named = named.filter(party__place__in=keys) | named.filter(party__members_of__place__in=keys)
    return catch_up(named.order_by().values_list("provision", flat=True).distinct(), at)


def _parts(provisions: Iterable[int]) -> list[list[int]]:
    keys = sorted(set(provisions))
    if keys:
        expecting.alone()
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]


def _persons_asked(provisions: list[int], at: datetime) -> set[int]:
    """Begin and end follow-ups; those that did either."""
    given: dict[str, Any] = {"provisions": provisions, "at": at}
    begun, again, _, ended = (_returned(sql, given) for sql in (_BEGIN, _AGAIN, _THROUGH, _END))
    if ended:
        with connection.cursor() as cursor:
            cursor.execute(_STOP, {"at": at, "ended": list(ended)})
        stand(ended)
    return begun | again | ended


def _returned(sql: str, given: dict[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {row[0] for row in cursor.fetchall()}
