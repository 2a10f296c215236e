"""The statements that lay the register out as it stood just before a moment.

`%(moment)s` is exclusive: what happened at the moment itself has not happened yet. A thing holds from its
first moment until before its last. Every list in the scope is empty for "all".
"""

from __future__ import annotations

ROOM = "SET LOCAL work_mem = '192MB'"
GONE = """
DROP TABLE IF EXISTS then_claim, then_follow_up, then_expected, then_party, then_provision, then_document
"""

# A withdrawal is told by the ledger alone; a document that was withdrawn without an entry never stood.
DOCUMENTS = """
CREATE TEMP TABLE then_document AS
WITH withdrawn AS (
  SELECT (facts ->> 'id')::bigint AS id, min(at) AS at
  FROM ledger_entry WHERE verb = 'register.withdraw' AND visibility = 'public' GROUP BY 1
)
SELECT d.id, d.slug, d.title, d.language, d.issued_on, d.invented
FROM register_document AS d LEFT JOIN withdrawn AS w ON w.id = d.id
WHERE d.published_at < %(moment)s
  AND (d.state = 'published' OR (d.state = 'withdrawn' AND w.at >= %(moment)s))
  AND (%(documents)s::text[] = '{}' OR d.slug = ANY(%(documents)s))
"""

# The earliest correction from the moment on tells how the provision stood before all of them.
PROVISIONS = """
CREATE TEMP TABLE then_provision AS
WITH struck AS (
  SELECT (facts ->> 'id')::bigint AS document, (facts ->> 'provision')::bigint AS number, min(at) AS at
  FROM ledger_entry WHERE verb = 'register.strike' AND visibility = 'public' GROUP BY 1, 2
), later AS (
  SELECT DISTINCT ON (provision_id) provision_id, id, before
  FROM register_revision WHERE at >= %(moment)s ORDER BY provision_id, revision
)
SELECT p.id, p.document_id, p.number, l.id AS undone,
  COALESCE(l.before ->> 'kind', p.kind) AS kind,
  COALESCE(l.before ->> 'strength', p.strength) AS strength,
  COALESCE(l.before ->> 'label', p.label) AS label,
  COALESCE(l.before -> 'themes', p.themes) AS themes
FROM register_provision AS p
JOIN then_document AS d ON d.id = p.document_id
LEFT JOIN later AS l ON l.provision_id = p.id
LEFT JOIN struck AS s ON s.document = p.document_id AND s.number = p.number
WHERE (p.added_at IS NULL OR p.added_at < %(moment)s)
  AND (NOT p.withdrawn OR s.at >= %(moment)s)
  AND (%(themes)s::text[] = '{}' OR COALESCE(l.before -> 'themes', p.themes) ?| %(themes)s)
"""

EXPECTED = """
CREATE TEMP TABLE then_expected AS
SELECT x.follow_up_id,
  max(t.due_on) FILTER (WHERE t.kind = 'answer') AS answer_on,
  min(t.overdue_at) FILTER (WHERE t.kind = 'answer' AND x.open) AS silent_from,
  min(t.due_on) FILTER (WHERE t.kind = 'answer' AND x.open AND t.overdue_at < %(moment)s) AS silent_on,
  min(t.due_on) FILTER (WHERE x.open) AS next_on,
  min(t.overdue_at) FILTER (WHERE t.kind <> 'answer' AND x.open) AS overdue_from,
  min(t.due_on) FILTER (WHERE t.kind = 'report' AND x.open AND t.overdue_at < %(moment)s) AS report_on,
  min(t.due_on) FILTER (WHERE t.kind = 'due' AND x.open AND t.overdue_at < %(moment)s) AS due_on
FROM (
  SELECT follow_up_id, term_id, met_at IS NULL OR met_at >= %(moment)s AS open
  FROM register_expectation
  WHERE set_at < %(moment)s AND (ended_at IS NULL OR ended_at >= %(moment)s)
) AS x
JOIN register_term AS t ON t.id = x.term_id
GROUP BY x.follow_up_id
"""

PARTIES = """
CREATE TEMP TABLE then_party AS
WITH called AS (
  SELECT DISTINCT ON (party_id) party_id, name, names
  FROM people_naming WHERE until >= %(moment)s ORDER BY party_id, until
)
SELECT q.id, q.key, COALESCE(n.name, q.name) AS name,
  CASE WHEN n.party_id IS NULL THEN q.names ELSE n.names END AS names
FROM people_party AS q LEFT JOIN called AS n ON n.party_id = q.id
"""

# Where only the day of a claim is kept, its last moment counts: of a day that ended before, a report may have
# been made before the claim was.
_CLAIM_STOOD = """COALESCE(c.published_by, c.published_at) < %(moment)s
    AND (c.ended_at IS NULL OR COALESCE(c.ended_by, c.ended_at) >= %(moment)s)"""

# One that began anew keeps its earlier times beside it.
FOLLOW_UPS = f"""
CREATE TEMP TABLE then_follow_up AS
SELECT f.id, f.provision_id, f.document_id, f.party_id,
  CASE WHEN f.party_id IS NULL THEN f.name END AS own_name,
  a.position, a.published_at AS answered_at,
  e.answer_on, CASE WHEN a.position IS NULL THEN e.silent_from END AS silent_from, e.next_on, e.overdue_from,
  a.position IS NULL AND e.silent_from < %(moment)s AS silent,
  e.silent_on, e.report_on, e.due_on, COALESCE(c.standing, 0) AS claims, false AS disputed
FROM register_followup AS f
JOIN then_provision AS p ON p.id = f.provision_id
LEFT JOIN register_answer AS a ON a.follow_up_id = f.id AND a.published_at < %(moment)s
  AND (a.replaced_at IS NULL OR a.replaced_at >= %(moment)s)
LEFT JOIN then_expected AS e ON e.follow_up_id = f.id
LEFT JOIN (
  SELECT c.follow_up_id, count(*) AS standing FROM register_claim AS c WHERE {_CLAIM_STOOD} GROUP BY 1
) AS c ON c.follow_up_id = f.id
WHERE ((f.begun_at < %(moment)s AND (f.ended_at IS NULL OR f.ended_at >= %(moment)s)) OR EXISTS (
    SELECT FROM jsonb_to_recordset(f.earlier) AS s(begun timestamptz, ended timestamptz)
    WHERE s.begun < %(moment)s AND s.ended >= %(moment)s
  ))
  AND (
    %(parties)s::text[] = '{{}}'
    OR f.party_id IN (SELECT q.id FROM people_party AS q WHERE q.key = ANY(%(parties)s))
  )
"""

# A report on some parties covers the provisions that they are asked to perform.
ASKED_ALONE = """
DELETE FROM then_provision AS p WHERE %(parties)s::text[] <> '{}'
  AND NOT EXISTS (SELECT FROM then_follow_up AS f WHERE f.provision_id = p.id)
"""

# Who a claimant is, and which of their claims count, is told as `claims.stated` and `disputes.counting` do;
# the party behind a pseudonym is read by nobody here.
CLAIMS = f"""
CREATE TEMP TABLE then_claim AS
WITH stood AS (
  SELECT c.*, CASE
    WHEN c.pseudonymous THEN '~' || c.number
    WHEN c.party_id IS NOT NULL THEN 'party ' || c.party_id
    ELSE c.side
  END AS claimant
  FROM register_claim AS c JOIN then_follow_up AS f ON f.id = c.follow_up_id
  WHERE {_CLAIM_STOOD}
)
SELECT c.follow_up_id, c.number, c.side, c.level, c.as_of, c.conclusion, c.contests_id, c.claimant,
  c.pseudonymous, c.party_id,
  row_number() OVER (
    PARTITION BY c.follow_up_id, c.claimant ORDER BY c.as_of DESC, c.number DESC
  ) = 1 AS counts
FROM stood AS c
"""

LAID_OUT = (
    DOCUMENTS, PROVISIONS, "ANALYZE then_provision", EXPECTED, "ANALYZE then_expected", PARTIES, FOLLOW_UPS,
    "CREATE INDEX ON then_follow_up (id)", "ANALYZE then_follow_up", ASKED_ALONE, CLAIMS,
)  # fmt: skip

CLAIMS_TO_COMPARE = """
SELECT c.follow_up_id, c.number, c.claimant, c.level, c.as_of, b.number
FROM then_claim AS c
JOIN then_follow_up AS f ON f.id = c.follow_up_id AND f.claims > 1
LEFT JOIN register_claim AS b ON b.id = c.contests_id
WHERE c.counts
ORDER BY c.follow_up_id, c.number
"""
MARK_DISPUTED = "UPDATE then_follow_up SET disputed = true WHERE id = ANY(%(keys)s)"

WORDS = """
SELECT p.id, COALESCE(NULLIF(r.text, ''), r.before ->> 'text', CASE WHEN r.id IS NULL THEN q.text END),
  COALESCE((r.before ->> 'start')::int, q.start), COALESCE((r.before ->> 'end')::int, q."end")
FROM then_provision AS p
JOIN register_provision AS q ON q.id = p.id
LEFT JOIN register_revision AS r ON r.id = p.undone
WHERE p.id = ANY(%(keys)s)
"""
ADDRESSEES = """
SELECT p.id, a.name, a.party FROM then_provision AS p
JOIN register_revision AS r ON r.id = p.undone
CROSS JOIN LATERAL jsonb_to_recordset(r.before -> 'addressees') AS a(name text, party text)
UNION ALL
SELECT p.id, a.name, q.key FROM then_provision AS p
JOIN register_addressee AS a ON a.provision_id = p.id
LEFT JOIN people_party AS q ON q.id = a.party_id
WHERE p.undone IS NULL
"""
MISSED = """
SELECT x.follow_up_id, t.due_on, t.time_zone
FROM register_expectation AS x JOIN register_term AS t ON t.id = x.term_id
WHERE x.follow_up_id = ANY(%(keys)s) AND t.kind = %(kind)s AND t.overdue_at < %(moment)s
  AND x.set_at < %(moment)s AND (x.ended_at IS NULL OR x.ended_at >= %(moment)s)
  AND (x.met_at IS NULL OR x.met_at >= %(moment)s)
"""
JUDGEMENTS = """
SELECT count(*) FILTER (WHERE yes AND NOT no), count(*) FILTER (WHERE no AND NOT yes),
  count(*) FILTER (WHERE yes AND no)
FROM (
  SELECT bool_or(j.verifiable) AS yes, bool_or(NOT j.verifiable) AS no
  FROM register_judgement AS j JOIN then_provision AS p ON p.id = j.provision_id
  WHERE j.published_at < %(moment)s AND (j.ended_at IS NULL OR j.ended_at >= %(moment)s)
  GROUP BY j.provision_id
) AS judged
"""
