"""One example of every action of the register, for the house to try."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.people.queries.directory import directory
from koinon.register.actions import deciding, intake, publishing, sheets, taking, translating, uploading
from koinon.register.engine.documents import Strength
from koinon.register.engine.intake import formats
from koinon.register.models import Document, Intake, Proposal, Provision, Translation
from koinon.register.queries.intake import prepared
from tests.factories.people import person
from tests.factories.readings import TEXT, read
from tests.house.actions import example
from tests.register.intake.files import upr, upr_file


def brought(by: Person) -> Document:
    return uploading.upload(by=by, name="outcome.txt", data=TEXT.encode())


def reviewed() -> tuple[Person, Document, list[Proposal]]:
    """An officer, a document under review, and its two proposals."""
    ada = person("Ada", role="secretariat")
    document = read(brought(ada))
    return ada, document, list(Proposal.objects.filter(reading__document=document))


def ready() -> tuple[Person, Document]:
    """An officer and a document whose proposals are all decided."""
    ada, document, proposals = reviewed()
    deciding.accept_all(by=ada, document=document, seen=[(p.pk, p.revision) for p in proposals])
    document.refresh_from_db()
    return ada, document


def published() -> tuple[Person, Document, Provision]:
    ada, document = ready()
    document = publishing.publish(by=ada, document=document, revision=document.revision)
    return ada, document, document.provisions.earliest("number")


def of_a_card(**rest: Any) -> dict[str, Any]:
    """The arguments of an action on the first proposal."""
    ada, _, proposals = reviewed()
    return {"by": ada, "card": proposals[0], "revision": proposals[0].revision, **rest}


@example("register.upload")
def upload() -> dict[str, Any]:
    return {"by": person("Ada", role="secretariat"), "name": "outcome.txt", "data": TEXT.encode()}


@example("register.read_again")
def read_again() -> dict[str, Any]:
    ada, document, _ = reviewed()
    return {"by": ada, "document": document}


@example("register.read")
def record_reading() -> dict[str, Any]:
    return {
        "by": PLATFORM,
        "reading": brought(person("Ada", role="secretariat")).readings.get(),
        "engine": "test",
        "extract": {"text": TEXT, "format": "txt", "pages": [], "headings": [], "apart": []},
        "proposed": {"title": "Outcome", "issuers": [], "date": None, "place": "", "language": "en"},
        "proposals": [],
        "issuers": [],
    }


@example("register.reading_failed")
def reading_failed() -> dict[str, Any]:
    reading = brought(person("Ada", role="secretariat")).readings.get()
    return {"by": PLATFORM, "reading": reading, "code": "no_text", "problem": "The file holds no text."}


@example("register.discard")
def discard() -> dict[str, Any]:
    ada, document, _ = reviewed()
    return {"by": ada, "document": document}


@example("register.accept")
def accept() -> dict[str, Any]:
    return of_a_card()


@example("register.accept_all")
def accept_all() -> dict[str, Any]:
    ada, document, proposals = reviewed()
    return {"by": ada, "document": document, "seen": [(p.pk, p.revision) for p in proposals]}


@example("register.amend")
def amend() -> dict[str, Any]:
    given = of_a_card()
    return {**given, "content": replace(deciding.content_of(given["card"]), strength=Strength.OPTIONAL)}


@example("register.reject")
def reject() -> dict[str, Any]:
    return of_a_card(reason="It repeats the title.")


@example("register.reopen")
def reopen() -> dict[str, Any]:
    given = of_a_card()
    provision = deciding.accept(**given)
    return {"by": given["by"], "card": provision, "revision": provision.revision}


@example("register.split")
def split() -> dict[str, Any]:
    ada, _, proposals = reviewed()
    two = proposals[1]
    cut = two.start + two.text.index("States should")
    return {"by": ada, "card": two, "revision": two.revision, "at": [cut]}


@example("register.merge")
def merge() -> dict[str, Any]:
    ada, _, proposals = reviewed()
    return {"by": ada, "cards": proposals, "revisions": [p.revision for p in proposals]}


@example("register.add")
def add() -> dict[str, Any]:
    ada, document, proposals = reviewed()
    return {"by": ada, "document": document, "content": deciding.content_of(proposals[0])}


@example("register.describe")
def describe() -> dict[str, Any]:
    ada, document, _ = reviewed()
    return {
        "by": ada,
        "document": document,
        "revision": document.revision,
        "title": "Outcome of the Harbour Conference",
        "kind": "declaration",
        "issuer_names": ["Harbour Conference"],
        "issuers": [],
        "issued_on": None,
        "place": "Harbour",
        "language": "en",
    }


@example("register.publish")
def publish() -> dict[str, Any]:
    ada, document = ready()
    return {"by": ada, "document": document, "revision": document.revision}


@example("register.correct")
def correct() -> dict[str, Any]:
    ada, _, provision = published()
    content = replace(deciding.content_of(provision), strength=Strength.OPTIONAL)
    return {
        "by": ada,
        "provision": provision,
        "revision": provision.revision,
        "content": content,
        "reason": "The verb is “may”.",
    }


@example("register.insert")
def insert() -> dict[str, Any]:
    ada, document, provision = published()
    content = deciding.content_of(provision)
    return {"by": ada, "document": document, "content": content, "reason": "It was overlooked."}


@example("register.strike")
def strike() -> dict[str, Any]:
    ada, _, provision = published()
    return {"by": ada, "provision": provision, "revision": provision.revision, "reason": "It was read twice."}


@example("register.withdraw")
def withdraw() -> dict[str, Any]:
    ada, document, _ = published()
    return {"by": ada, "document": document, "revision": document.revision, "reason": "It was a draft."}


def translated() -> tuple[Person, Translation]:
    """An officer, and a French translation with one wording, of provision 1."""
    ada, document, provision = published()
    translation = french(document, by=ada)
    new = translating.New(provision.number, "Les États protègent les journalistes.", provision.revision)
    translating.confirm_wordings(by=ada, translation=translation, wordings=[new])
    return ada, translation


def french(document: Document, *, by: Person) -> Translation:
    """A French translation without a wording."""
    return translating.translate(by=by, **_french(document))


def _french(document: Document) -> dict[str, Any]:
    said = {"title": "Résultats du port", "standing": "human", "made_by": "Jo Quill", "made_on": None}
    return {"document": document, "language": "fr", **said}


@example("register.translate")
def translate() -> dict[str, Any]:
    ada, document, _ = published()
    return {"by": ada, **_french(document)}


@example("register.confirm_wordings")
def confirm_wordings() -> dict[str, Any]:
    ada, translation = translated()
    return {"by": ada, "translation": translation, "wordings": [translating.New(2, "Ils le publient.", 1)]}


@example("register.reword")
def reword() -> dict[str, Any]:
    ada, translation = translated()
    new = translating.New(2, "Ils le publient.", 1)
    return {"by": ada, "translation": translation, "wording": new, "standing": "human", "made_by": ""}


@example("register.clear_wording")
def clear_wording() -> dict[str, Any]:
    ada, translation = translated()
    return {"by": ada, "translation": translation, "number": 1}


@example("register.drop_translation")
def drop_translation() -> dict[str, Any]:
    ada, translation = translated()
    return {"by": ada, "translation": translation}


def brought_rows(by: Person) -> Intake:
    return intake.bring_rows(by=by, name="upr.csv", data=upr_file(upr()), wanted="find-out")


def a_file_of_rows() -> tuple[Person, Intake]:
    """An officer and a file that was brought."""
    ada = person("Ada", role="secretariat")
    return ada, brought_rows(ada)


def previewed() -> tuple[Person, Intake]:
    """An officer and a file that waits for a decision."""
    ada, waiting = a_file_of_rows()
    taking.make_preview(waiting)
    return ada, waiting


@example("register.bring_rows")
def bring_rows() -> dict[str, Any]:
    ada = person("Ada", role="secretariat")
    return {"by": ada, "name": "upr.csv", "data": upr_file(upr()), "wanted": "find-out"}


@example("register.preview_rows")
def preview_rows() -> dict[str, Any]:
    _, waiting = a_file_of_rows()
    found = formats.parsed("upr-info", "upr.csv", upr_file(upr()), directory(), None)
    return {"by": PLATFORM, "intake": waiting, "ready": prepared(found)}


@example("register.confirm_rows")
def confirm_rows() -> dict[str, Any]:
    ada, waiting = previewed()
    return {"by": ada, "intake": waiting}


@example("register.take_in")
def take_in() -> dict[str, Any]:
    ada, waiting = previewed()
    found = formats.parsed("upr-info", "upr.csv", upr_file(upr()), directory(), None)
    return {"by": ada, "intake": waiting, "parsed": found}


@example("register.rows_failed")
def rows_failed() -> dict[str, Any]:
    _, waiting = a_file_of_rows()
    return {"by": PLATFORM, "intake": waiting, "code": "x", "problem": "upr.csv holds no table."}


@example("register.drop_rows")
def drop_rows() -> dict[str, Any]:
    ada, waiting = previewed()
    return {"by": ada, "intake": waiting}


@example("register.bring_back")
def bring_back() -> dict[str, Any]:
    ada, document, provision = published()
    rows = [
        "document,number,revision,label,reason",
        f"{document.slug},{provision.number},1,B,It is called so.",
    ]
    data = "\n".join(rows).encode()
    return {"by": ada, "intake": sheets.keep(by=ada, name="sheet.csv", data=data)}
