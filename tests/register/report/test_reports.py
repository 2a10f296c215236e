"""What a report says, and that it says the same for ever."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from unittest import mock

import docx as word
import pypdf
import pytest
from lxml import html as lxml_html

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import parties
from koinon.register.actions import expecting, publishing, reports
from koinon.register.engine.reporting import facts as engine
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Claim, Document, EditionFile, Report, Term
from koinon.register.queries import clocks, report_editions, report_files, reporting
from koinon.register.queries import reports as queries
from tests.factories import following
from tests.factories.people import person
from tests.register.report.worlds import AS_OF, LATER, Harbour, harbour, report, said

pytestmark = pytest.mark.django_db


def built(made: Report, now: Any = LATER) -> dict[str, bytes]:
    """The files of a report counted anew, as if nothing were kept."""
    current = Report.objects.get(pk=made.pk)
    return report_files.files(queries.paper(current, queries.count(current)))


def write(here: Harbour, made: Report, key: Key, prose: str, **rest: Any) -> Report:
    return reports.write(
        by=here.officer, report=made, revision=made.revision, written=[Section(key, "", prose, **rest)],
        now=LATER,
    )  # fmt: skip


def test_every_figure_is_the_one_of_that_day() -> None:
    counts = queries.count(report(harbour())).now
    assert {f.name: (f.count, f.whole) for f in engine.figures(counts)} == {
        "documents": (1, None),
        "provisions": (3, None),
        "provisions.commitment": (0, 3),
        "provisions.recommendation": (2, 3),
        "provisions.principle": (1, 3),
        "provisions.finding": (0, 3),
        "provisions.verifiable": (1, 3),
        "provisions.not_verifiable": (0, 3),
        "provisions.judged_both_ways": (0, 3),
        "parties": (3, None),
        "follow_ups": (4, None),
        "follow_ups.expected": (4, 4),
        "follow_ups.answered": (2, 4),
        "answers.accepted": (1, 2),
        "answers.accepted-in-part": (1, 2),
        "answers.noted": (0, 2),
        "answers.declined": (0, 2),
        "follow_ups.silent": (1, 4),
        "follow_ups.awaited": (1, 4),
        "follow_ups.overdue": (2, 4),
        "follow_ups.claimed": (2, 4),
        "follow_ups.disputed": (1, 4),
        "claims": (5, None),
        "claims.addressee": (2, 5),
        "claims.addressee.no-evidence": (0, 2),
        "claims.addressee.not-started": (0, 2),
        "claims.addressee.limited": (0, 2),
        "claims.addressee.substantial": (1, 2),
        "claims.addressee.complete": (1, 2),
        "claims.civil-society": (2, 5),
        "claims.civil-society.no-evidence": (0, 2),
        "claims.civil-society.not-started": (1, 2),
        "claims.civil-society.limited": (1, 2),
        "claims.civil-society.substantial": (0, 2),
        "claims.civil-society.complete": (0, 2),
        "claims.assessor": (1, 5),
        "claims.assessor.no-evidence": (0, 1),
        "claims.assessor.not-started": (0, 1),
        "claims.assessor.limited": (1, 1),
        "claims.assessor.substantial": (0, 1),
        "claims.assessor.complete": (0, 1),
        "claims.peer": (0, 5),
        "claims.peer.no-evidence": (0, 0),
        "claims.peer.not-started": (0, 0),
        "claims.peer.limited": (0, 0),
        "claims.peer.substantial": (0, 0),
        "claims.peer.complete": (0, 0),
    }
    (silence,) = counts.silences
    assert (silence.place.name, silence.due_on, silence.days) == ("Bruma", date(2031, 7, 18), 45)
    assert [(late.place.name, late.kind, late.days) for late in counts.overdue] == [
        ("Bruma", "due", 31), ("Corva", "due", 31),
    ]  # fmt: skip
    (dispute,) = counts.disputes
    assert dispute.place.name == "Alba" and len(dispute.claims) == 4
    assert [e.place.name for e in counts.examples] == ["Corva"], "what is disputed is no good example"
    assert [p.name for p in counts.by_party] == ["Alba", "Bruma", "Corva"]
    assert engine.from_data(engine.as_data(counts)) == counts


@pytest.mark.parametrize(
    ("scope", "provisions", "follow_ups"),
    [
        ({"parties": ["bruma"]}, 1, 1),
        ({"themes": ["elections"]}, 1, 3),
        ({"documents": ["outcome-of-harbour"]}, 3, 4),
        ({"parties": ["alba"], "themes": ["elections"]}, 1, 1),
    ],
)
def test_a_report_covers_what_was_chosen(scope: Any, provisions: int, follow_ups: int) -> None:
    counts = queries.count(report(harbour(), **scope)).now.counts
    assert (counts.provisions, counts.follow_ups) == (provisions, follow_ups)


def test_an_earlier_day_stands_beside() -> None:
    found = queries.count(report(harbour(), compared_with=date(2031, 5, 31)))
    assert found.before is not None
    assert (found.now.counts.answered, found.before.counts.answered) == (2, 2)
    assert (found.now.counts.silent, found.before.counts.silent) == (1, 0)
    assert (found.now.counts.claimed, found.before.counts.claimed) == (2, 0)


def later_data(here: Harbour) -> None:
    """Everything changes afterwards: a name, a text, an answer, a claim, a date, a whole document."""
    provision = here.provisions[0]
    with mock.patch("django.utils.timezone.now", lambda: LATER + timedelta(days=200)):
        parties.save(by=PLATFORM, party=here.parties["bruma"], name="Greater Bruma", kind="state")
        publishing.strike(
            by=here.officer,
            provision=here.provisions[1],
            revision=here.provisions[1].revision,
            reason="Gone.",
        )
        content = publishing.deciding.content_of(provision)
        changed = publishing.deciding.contents.replace(content, label="1 bis", end=content.end - 8)
        publishing.correct(
            by=here.officer,
            provision=provision,
            revision=provision.revision,
            content=changed,
            reason="A slip.",
        )
        following.answer(here.threads["bruma"], "declined", at=LATER + timedelta(days=200))
        following.answer(here.threads["alba"], "noted", at=LATER + timedelta(days=200))
        said(here.threads["bruma"], "addressee", "complete", here.parties["bruma"])
        paper = Document.objects.get(slug="outcome-of-harbour")
        publishing.withdraw(by=here.officer, document=paper, revision=paper.revision, reason="All of it.")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_day_gives_the_same_bytes_whatever_happened_since(language: str) -> None:
    here = harbour()
    made = report(here, language=language, compared_with=date(2031, 5, 31))
    made = write(here, made, Key.INTRODUCTION, "A *year* has passed.\n\n- one\n- two")
    reports.choose_examples(
        by=here.officer, report=made, revision=made.revision,
        examples=[(here.threads["corva"].pk, "They **did** it.")], now=LATER,
    )  # fmt: skip
    first = built(made)
    before = set(Claim.objects.values_list("pk", flat=True))
    later_data(here)
    with guard.writing("what was claimed after the day"):
        Claim.objects.exclude(pk__in=before).update(published_at=LATER + timedelta(days=200))
    with mock.patch("django.utils.timezone.now", lambda: LATER + timedelta(days=400)):
        again = built(made)
    assert {form: hashlib.sha256(data).hexdigest() for form, data in again.items()} == {
        form: hashlib.sha256(data).hexdigest() for form, data in first.items()
    }
    assert again == first
    later = Report.objects.get(pk=made.pk)
    later.as_of = (LATER + timedelta(days=300)).date()
    assert report_files.file(queries.paper(later, queries.count(later)), "html") != first["html"]


def published() -> tuple[Harbour, Report, Any]:
    here = harbour()
    made = write(here, report(here), Key.CONCLUSIONS, "What <script>alert(1)</script> remains.")
    return here, made, reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)


def test_an_edition_is_kept_by_its_digests_and_named_in_the_ledger() -> None:
    here, made, edition = published()
    for form, digest in edition.digests.items():
        kept = EditionFile.objects.get(digest=digest)
        assert hashlib.sha256(bytes(kept.data)).hexdigest() == digest and kept.format == form
    entry = Entry.objects.get(verb="register.publish_report")
    assert entry.facts["digests"] == edition.digests and entry.facts["as_of"] == "2031-09-01"
    made.refresh_from_db()
    with pytest.raises(Refused, match="Nothing has changed since edition 1"):
        reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    with pytest.raises(Refused, match="A published report stays"):
        reports.delete(by=here.officer, report=made, revision=made.revision)
    made = write(here, made, Key.INTRODUCTION, "Now with an introduction.")
    second = reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    assert second.number == 2 and EditionFile.objects.count() == 6
    first = report_editions.edition(made.slug, 1)
    assert bytes(report_editions.file(first, "pdf").data).startswith(b"%PDF")


def test_the_files_are_what_they_claim_to_be() -> None:
    _, _, edition = published()
    found = report_editions.edition(edition.report.slug)
    page = lxml_html.fromstring(bytes(report_editions.file(found, "html").data))
    assert page.get("lang") == "en" and page.findtext(".//h1") == "Report to the Third Conference"
    assert not page.findall(".//script"), "what was typed is text"
    heads = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3")]
    assert all(b - a <= 1 for a, b in pairwise(heads))
    assert all(th.get("scope") for th in page.iter("th"))
    text = page.text_content()
    for words in ("Bruma", "45", "An organisation known to the secretariat: Limited", "Lamps for All"):
        assert words in text
    paper = word.Document(io.BytesIO(bytes(report_editions.file(found, "docx").data)))
    assert paper.core_properties.language == "en"
    assert paper.core_properties.title == "Report to the Third Conference"
    styles = [p.style.name for p in paper.paragraphs if p.style is not None]
    assert styles.count("Heading 1") == len(page.findall(".//h2"))
    assert len(paper.tables) == len(page.findall(".//table"))
    assert all("w:tblHeader" in t.rows[0]._tr.xml for t in paper.tables)
    charts = page.findall(".//figure")
    assert len(paper.inline_shapes) == len(charts) > 0
    told = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert all("".join(c.find("figcaption").itertext())[:20] in t for c, t in zip(charts, told, strict=True))
    pdf = pypdf.PdfReader(io.BytesIO(bytes(report_editions.file(found, "pdf").data)))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.trailer["/Root"]["/Lang"] == "en"
    assert "pdfuaid" in pdf.xmp_metadata.rdf_root.toxml()  # type: ignore[union-attr]
    printed = " ".join(" ".join(p.extract_text() for p in pdf.pages).split())
    assert "An organisation known to the secretariat" in printed


def test_a_day_that_lasts_is_not_published() -> None:
    here = harbour()
    made = report(here, as_of=LATER.date())
    with pytest.raises(Refused, match="has not ended yet"):
        reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    assert EditionFile.objects.count() == 0


def test_while_the_day_lasts_the_figures_follow_the_register() -> None:
    here = harbour()
    made = report(here, as_of=LATER.date())
    assert queries.counted(made, LATER) is not None
    gone = {"by": here.officer, "revision": 1, "reason": "It is none."}
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        publishing.strike(provision=here.provisions[2], **gone)  # type: ignore[arg-type]
        assert queries.counted(made, LATER) is None
        past = report(here)
        publishing.strike(provision=here.provisions[1], **gone)  # type: ignore[arg-type]
    assert queries.counted(past, LATER) is not None, "a day that has ended does not change"


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ({"title": "   "}, "Give the report a title"),
        ({"time_zone": "Middle/Earth"}, "Nobody knows the time zone Middle/Earth"),
        ({"time_zone": "right/Europe/Paris"}, "Nobody knows the time zone right/Europe/Paris"),
        ({"language": "tlh"}, "in the languages of the interface"),
        ({"compared_with": AS_OF}, "must be before"),
        ({"as_of": date(9999, 12, 31)}, "9999-12-31 cannot be meant: give a day from"),
        ({"as_of": date(2082, 1, 1)}, "to 2081-12-31"),
        ({"as_of": date(1, 1, 1)}, "from 1900-01-01 to"),
        ({"compared_with": date(1899, 12, 31)}, "cannot be meant"),
        ({"documents": ["nowhere"]}, "nothing called “nowhere”"),
        ({"parties": ["nobody"]}, "nothing called “nobody”"),
    ],
)
def test_what_cannot_be_covered_is_refused(rest: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        report(harbour(), **rest)


@pytest.mark.parametrize(
    ("zone", "days"),
    [("UTC", 45), ("posix/Europe/Paris", 46), ("right/Europe/Paris", 46), ("posixrules", 45), ("Gone", 45)],
)
def test_a_date_kept_in_a_zone_that_is_no_choice_any_more_is_told_of(zone: str, days: int) -> None:
    here = harbour()
    with guard.writing("test"):
        Term.objects.update(time_zone=zone)
    assert [one.days for one in reporting.facts(AS_OF, "UTC", "en", engine.Scope()).silences] == [days]
    with guard.writing("test"):
        expecting.settle(clocks.of_follow_ups([here.threads["bruma"].pk]), LATER)


def test_what_is_disputed_is_no_good_example() -> None:
    here = harbour()
    made = report(here)
    with pytest.raises(Refused, match="cannot be a good example"):
        reports.choose_examples(
            by=here.officer, report=made, revision=made.revision,
            examples=[(here.threads["alba"].pk, "")], now=LATER,
        )  # fmt: skip


def test_whoever_was_slower_is_told() -> None:
    here = harbour()
    made = report(here)
    write(here, made, Key.INTRODUCTION, "First.")
    with pytest.raises(Refused, match="Someone else changed this report"):
        write(here, made, Key.INTRODUCTION, "Second.")


def test_only_the_secretariat_makes_reports() -> None:
    here = harbour()
    made = report(here)
    focal = person("Fay", role="focal-point", party=here.parties["alba"])
    with pytest.raises(NotPermitted):
        reports.publish(by=focal, report=made, revision=made.revision, now=LATER)
    with pytest.raises(NotFound):
        report_editions.edition(made.slug)
