"""A file is taken in whole: documents, provisions, who asks and is asked, one entry; again, nothing."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from koinon.kernel.refusals import NotPermitted
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.people.queries.directory import directory
from koinon.register.actions import deciding, intake, publishing, taking
from koinon.register.engine.documents import Strength
from koinon.register.engine.intake import formats
from koinon.register.followers import follow
from koinon.register.models import Document, Intake, Provision, Revision, Row, Source
from koinon.register.queries import previews, search
from koinon.register.queries.intake import prepared
from koinon.register.queries.provenance import history
from koinon.register.tasks import preview_rows, take_rows_in
from tests.factories.people import party, person
from tests.register.examples import published
from tests.register.intake.files import uhri, uhri_json, upr, upr_file, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    party("velmark", "Velmark")
    party("sundara", "Sundara")
    return person("Ada", role="secretariat")


def taken(by: object, data: bytes, name: str = "file") -> Intake:
    """The file taken in without a stop at its preview."""
    found = formats.parsed("find-out", name, data, directory(), None)
    row = intake.unsaved(by, "find-out")
    return intake.take_in(by=by, intake=row, parsed=found, file=(name, data))


def counts(row: Intake) -> tuple[int, int, int, int]:
    return row.new, row.changed, row.unchanged, len(row.faulty)


def spans_hold() -> None:
    for provision in Provision.objects.select_related("document"):
        words = provision.document.text[provision.start : provision.end]
        assert words == provision.text, provision


def test_everything_of_a_row_is_in_the_register(ada: Person) -> None:
    row = taken(ada, upr_file(upr(), upr(by="Orlund"), upr("Publish", "Velmark")))
    assert counts(row) == (2, 0, 0, 0)
    document = Document.objects.get()
    first, pledge = document.provisions.all()
    assert document.public
    assert document.title == "Universal Periodic Review of Velmark, session 18"
    assert [(i.name, i.party and i.party.key) for i in first.issuers.all()] == [
        ("Sundara", "sundara"),
        ("Orlund", None),
    ]
    assert [a.party.key for a in first.addressees.all() if a.party] == ["velmark"]
    assert (first.number, pledge.number, pledge.kind) == (1, 2, "commitment")
    assert first.issuer == "Sundara; Orlund"
    assert first.row.facts["position"] == "Accepted"
    spans_hold()


def test_one_entry_tells_it_and_names_the_documents(ada: Person) -> None:
    taken(ada, upr_file(upr(), upr("Another", session=19)))
    entry = Entry.objects.get(verb="register.take_in")
    assert (entry.facts["new"], entry.facts["format"], entry.visibility) == (2, "upr-info", "public")
    assert sorted(entry.facts["documents"]) == sorted(Document.objects.values_list("slug", flat=True))
    assert entry.private.person == ada.reference


def test_the_index_learns_what_came(ada: Person) -> None:
    taken(ada, upr_file(upr("Protect the wandering albatross")))
    follow(list(Entry.objects.filter(verb="register.take_in")))
    assert search.found(search.Search("albatross")).total == 1


@pytest.mark.parametrize(
    "data", [upr_file(upr(), upr("Another")), workbook(uhri(), uhri("a-2", session="")), uhri_json({})]
)
def test_the_same_file_again_changes_nothing(ada: Person, data: bytes) -> None:
    first = taken(ada, data)
    again = taken(ada, data)
    assert counts(again) == (0, 0, first.new, 0)
    assert Provision.objects.count() == Row.objects.count() == first.new
    assert not Revision.objects.exists()
    assert Source.objects.count() == 1


def test_a_changed_cell_changes_one_provision_and_keeps_how_it_stood(ada: Person) -> None:
    taken(ada, upr_file(upr(), upr("Another")))
    row = taken(ada, upr_file(upr(by="Orlund", response="Noted"), upr("Another")))
    assert counts(row) == (0, 1, 1, 0)
    provision = Provision.objects.get(number=1)
    assert (provision.issuer, provision.revision) == ("Orlund", 2)
    assert [i.name for i in provision.issuers.all()] == ["Orlund"]
    assert provision.row.facts["position"] == "Noted"
    (change,) = history(provision)
    assert change.reason == "Changed in the data set."
    assert [d.column for d in change.differences] == ["issuer"]


def test_changed_words_are_changed_in_the_text_and_every_span_moves(ada: Person) -> None:
    long = "Ratify the Convention of Harbour without delay"
    taken(ada, upr_file(upr(long), upr("Another"), upr("A third")))
    row = taken(ada, upr_file(upr(long + " now"), upr("Another"), upr("A fourth")))
    assert counts(row) == (1, 1, 1, 0)
    assert list(Provision.objects.values_list("number", "text")) == [
        (1, long + " now"), (2, "Another"), (3, "A third"), (4, "A fourth"),
    ]  # fmt: skip
    spans_hold()
    (change,) = history(Provision.objects.get(number=1))
    assert [d.column for d in change.differences] == ["text"]


def test_what_a_person_corrected_is_kept_and_told(ada: Person) -> None:
    taken(ada, workbook(uhri()))
    provision = Provision.objects.get()
    content = replace(deciding.content_of(provision), strength=Strength.BINDING, label="A")
    publishing.correct(by=ada, provision=provision, revision=1, content=content, reason="As adopted.")
    row = taken(ada, workbook(uhri(text="124.40 Protect those who report (Sundara);", position="- Noted")))
    provision.refresh_from_db()
    assert (provision.label, provision.strength) == ("A", "binding")
    assert provision.row.facts["position"] == "Noted"
    (kept,) = row.sample["kept"]
    assert kept["fields"] == [{"field": "label", "before": "A", "after": "124.40"}]
    again = taken(ada, workbook(uhri(text="124.40 Protect those who report (Sundara);", position="- Noted")))
    assert counts(again) == (0, 0, 1, 0)


def test_what_was_struck_by_hand_stays_out(ada: Person) -> None:
    taken(ada, workbook(uhri()))
    publishing.strike(by=ada, provision=Provision.objects.get(), revision=1, reason="It is no provision.")
    row = taken(ada, workbook(uhri(position="- Noted")))
    assert Provision.objects.get().withdrawn
    assert [f["field"] for f in row.sample["kept"][0]["fields"]] == ["withdrawn"]


def test_rows_of_a_withdrawn_document_are_left_out(ada: Person) -> None:
    taken(ada, workbook(uhri()))
    document = Document.objects.get()
    publishing.withdraw(by=ada, document=document, revision=document.revision, reason="A draft.")
    row = taken(ada, workbook(uhri(position="- Noted"), uhri("a-2", symbol="- A/HRC/27/1")))
    assert counts(row) == (1, 0, 0, 1)
    assert "was withdrawn here" in row.faulty[0]["problem"]


def test_a_sheet_adds_to_a_paper_that_was_read_what_stands_in_its_text() -> None:
    ada, document, _ = published()
    header = ["Document", "Number", "Text"]
    rows = [[document.slug, "9", "Nobody is left out."], [document.slug, "10", "Words of nobody."]]
    row = taken(ada, workbook(*rows, header=header))
    assert counts(row) == (1, 0, 0, 1)
    assert row.faulty[0]["row"] == 3
    added = document.provisions.get(label="9")
    document.refresh_from_db()
    assert document.text[added.start : added.end] == "Nobody is left out."


WORDS = ("Ratify", "Publish every answer", "Abolish it", "Protect those who report", "Hold elections", "Meet")


def register() -> dict[str, tuple[str, str]]:
    rows = Row.objects.select_related("provision")
    return {r.provision.text: (r.provision.issuer, r.facts["position"]) for r in rows}


@pytest.mark.parametrize("seed", range(6))
def test_two_files_after_each_other_leave_the_second_over_the_first(ada: Person, seed: int) -> None:
    chance = random.Random(seed)
    said: dict[str, tuple[str, str]] = {}
    for _ in range(2):
        some = chance.sample(WORDS, chance.randint(1, len(WORDS)))
        file = {words: chance.choice((("Sundara", "Noted"), ("Orlund", "Accepted"))) for words in some}
        said |= file
        data = upr_file(*(upr(words, by, response=answer) for words, (by, answer) in file.items()))
        taken(ada, data)
        assert counts(taken(ada, data)) == (0, 0, len(file), 0)
    assert register() == said
    spans_hold()


def test_nobody_but_who_may_publish_takes_in(ada: Person) -> None:
    with pytest.raises(NotPermitted):
        taken(person("Stranger"), upr_file(upr()))
    assert not Document.objects.exists()


# the two steps


def brought(ada: Person, data: bytes, name: str = "file.csv") -> Intake:
    waiting = intake.bring_rows(by=ada, name=name, data=data, wanted="find-out")
    preview_rows(intake=waiting.pk)
    waiting.refresh_from_db()
    return waiting


def test_a_preview_takes_nothing_in_and_a_confirmation_does(ada: Person) -> None:
    waiting = brought(ada, upr_file(upr(), upr("")))
    assert (waiting.state, waiting.format, counts(waiting)) == ("ready", "upr-info", (1, 0, 0, 1))
    assert not Document.objects.exists()
    intake.confirm_rows(by=ada, intake=waiting)
    take_rows_in(intake=waiting.pk, person=str(ada.pk))
    take_rows_in(intake=waiting.pk, person=str(ada.pk))
    waiting.refresh_from_db()
    assert (waiting.state, Provision.objects.count()) == ("done", 1)
    assert Entry.objects.filter(verb="register.take_in").count() == 1
    assert not previews.progress_file(waiting.pk).exists()


def test_if_the_register_changed_meanwhile_a_new_preview_waits(ada: Person) -> None:
    waiting = brought(ada, upr_file(upr(), upr("Another")))
    taken(ada, upr_file(upr()))
    intake.confirm_rows(by=ada, intake=waiting)
    take_rows_in(intake=waiting.pk, person=str(ada.pk))
    waiting.refresh_from_db()
    assert (waiting.state, counts(waiting)) == ("ready", (1, 0, 1, 0))
    assert "changed since this preview" in waiting.problem
    intake.confirm_rows(by=ada, intake=waiting)
    take_rows_in(intake=waiting.pk, person=str(ada.pk))
    assert Provision.objects.count() == 2


def test_a_file_that_cannot_be_read_leaves_its_sentence(ada: Person) -> None:
    waiting = brought(ada, b"Once upon a time", "tale.csv")
    assert waiting.state == "failed"
    assert waiting.problem.startswith("tale.csv has none of the columns")
    intake.drop_rows(by=ada, intake=waiting)
    assert not Intake.objects.exists()
    assert not Source.objects.exists()


def test_a_mandate_that_ended_meanwhile_takes_nothing_in(ada: Person) -> None:
    waiting = brought(ada, upr_file(upr()))
    intake.confirm_rows(by=ada, intake=waiting)
    take_rows_in(intake=waiting.pk, person=str(person("Stranger").pk))
    waiting.refresh_from_db()
    assert (waiting.state, Provision.objects.count()) == ("failed", 0)


def test_a_workbook_that_asks_for_all_memory_is_refused_and_the_worker_lives(ada: Person) -> None:
    cells = {"A1": "Text", "XFD1048576": "far away"}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for cell, words in cells.items():
            sheet.write(cell, words)
    waiting = brought(ada, out.getvalue(), "wide.xlsx")
    assert waiting.state == "failed"
    assert "wide.xlsx" in waiting.problem


REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "upr"


@pytest.mark.heavy
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie in ../shared, which is not here")
def test_the_real_files_come_in_whole_and_once() -> None:
    expected = {"upr_info_sessions_10-13.csv": 8892, "upr_info_sessions_17-20.csv": 7794}
    for name, provisions in expected.items():
        data = (REAL / name).read_bytes()
        assert counts(taken(PLATFORM, data, name)) == (provisions, 0, 0, 0)
        again = prepared(taking.parsed("upr-info", name, data)).plan
        assert (len(again.new), len(again.changed), again.unchanged) == (0, 0, provisions)
    assert Document.objects.count() == 106
    spans_hold()
