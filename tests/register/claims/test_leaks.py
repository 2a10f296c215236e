"""A pseudonymous statement names nobody: every page, file, feed and answer there is, before and after it."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import followers
from koinon.ledger.models import Entry, Notice
from koinon.people.models import Party, Person
from koinon.people.queries import own
from koinon.register.actions import claims, preserving
from koinon.register.models import Claim, Claimant, FollowUp
from koinon.register.queries import claim_lists, opendata
from koinon.register.queries import claims as queries
from koinon.site.logs import Lines
from tests.factories import register as factory
from tests.factories.following import follow_up
from tests.factories.people import party, person
from tests.house.routes import routes
from tests.house.test_permissions import PUBLIC
from tests.register.claims.cast import said
from tests.register.claims.test_evidence import picture
from tests.site.calling import ApiWorld, address, operations

WORDS = "Quietland is to let people assemble."
TEXT = "Two gatherings were broken up in the spring."
FILE = "zephyrine-minutes.png"
LINK = "https://zephyr-office.example/minutes"
NAMES = ("Zephyr Alliance", "zephyr-alliance", "Zephyrians", "Zenobia", "zenobia@example.org", FILE, LINK)

PAPERS = (".xlsx", ".pdf", ".docx", ".zip")


def say(level: str, **rest: Any) -> claims.Said:
    return said(level, **{"as_of": date(2024, 1, 15)} | rest)


class Scene:
    """A follow-up on which one organisation spoke under its name, and another is about to under none."""

    def __init__(self) -> None:
        self.world = ApiWorld()
        self.zephyr = party("zephyr-alliance", "Zephyr Alliance", "civil-society", "Zephyrians")
        self.open_one = party("plain-speakers", "Plain Speakers", "civil-society")
        self.zenobia = person("Zenobia", role="coordinator", party=self.zephyr)
        self.zack = person("Zack", role="coordinator", party=self.zephyr)
        self.paul = person("Paul", role="coordinator", party=self.open_one)
        self.quietland = party("quietland", "Quietland")
        self.fay = person("Fay", role="focal-point", party=self.quietland)
        self.ines = person("Isolde", role="assessor")
        self.nobody = person("Nobody")
        document = factory.document("quiet-outcome", WORDS, title="Quiet outcome")
        self.provision = factory.provision(document, WORDS, addressees=[self.quietland])
        self.follow_up = follow_up(self.provision, self.quietland)
        self.speak(self.fay, "addressee", self.quietland, "complete")
        self.speak(self.paul, "civil-society", self.open_one, "complete")

    def speak(self, by: Person, side: str, of: Party, level: str) -> Claim:
        return claims.claim(
            by=by, follow_up=self.follow_up, side=claims.Side(side), party=of,
            said=say(level, text="It is so."), now=timezone.now(),
        )  # fmt: skip

    def hidden(self) -> Claim:
        """The statement under a pseudonym, made through its page with a file and a link."""
        client = Client()
        client.force_login(self.zenobia)
        given = {
            "speaker": "civil-society:zephyr-alliance", "level": "limited", "text": TEXT, "language": "en",
            "as_of": timezone.localdate().isoformat(), "pseudonymous": "on",
            "file": SimpleUploadedFile(FILE, picture("PNG")), "file_title": "A photograph",
            "address": LINK, "address_title": "A list",
        }  # fmt: skip
        response = client.post(f"/desk/follow-ups/{self.follow_up.pk}/claim/", given)
        assert response.status_code == 302, response.content.decode()
        return Claim.objects.get(pseudonymous=True, text=TEXT)

    def addresses(self) -> Iterator[str]:
        """Every public route there is, those of this scene among them, and every open operation."""
        public = {f"{space}:{name}" for space, names in PUBLIC.items() for name in names.split()}
        for name, pattern in routes():
            if name in public and name != "register:stop_mail":
                yield self.world.address(pattern)
                if "follow-ups/<int:pk>" in pattern:
                    yield self.world.address(pattern.replace("<int:pk>", str(self.follow_up.pk)))
        yield self.provision.get_absolute_url()
        yield self.provision.document.get_absolute_url()
        for of in (self.zephyr, self.open_one, self.quietland):
            yield from (
                of.get_absolute_url(),
                f"{of.get_absolute_url()}feed.atom",
                f"/api/v1/parties/{of.key}",
            )
            yield from (
                f"{of.get_absolute_url()}provisions.{e}" for e in ("csv", "json", "xlsx", "pdf", "docx")
            )
        for ending in ("csv", "json", "xlsx"):
            yield f"/documents/quiet-outcome/provisions.{ending}"
            yield f"/disputes.{ending}?document=quiet-outcome"
            yield f"/claims/figures.{ending}?document=quiet-outcome"
        yield "/api/v1/documents/quiet-outcome/provisions/1/claims"
        yield f"/ledger/?about=provision:quiet-outcome/{self.provision.number}"
        for number in Entry.objects.values_list("number", flat=True):
            yield f"/ledger/{number}/"
        for operation in operations():
            if operation.scope is None and operation.method == "get":
                own_ = operation.path.replace("/follow-ups/{pk}", f"/follow-ups/{self.follow_up.pk}")
                yield address(own_, self.world)

    def told(self, client: Client, *, files: bool) -> dict[str, str]:
        """What every address says; `files` with the workbooks and papers, which are the same for all."""
        asked = dict.fromkeys(self.addresses())
        return {one: text(client.get(one)) for one in asked if files or not one.endswith(PAPERS)}


def text(response: object) -> str:
    """Everything that an answer says: its body unpacked, its headers."""
    body = b"".join(response) if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined,call-overload]
    head = repr(sorted(response.headers.items()))  # type: ignore[attr-defined]
    return head + "".join(unpacked(body))


def unpacked(body: bytes) -> Iterator[str]:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from unpacked(archive.read(name))
    elif body.startswith(b"%PDF-"):
        paper = pypdf.PdfReader(io.BytesIO(body))
        yield repr(paper.metadata)
        yield from (page.extract_text() for page in paper.pages)
    else:
        yield body.decode("utf-8", "replace")


def needles(scene: Scene, made: Claim | None = None) -> tuple[str, ...]:
    kept = [piece.kept_id for piece in made.evidence.all() if piece.kept_id] if made else []
    return (*NAMES, str(scene.zenobia.pk), scene.zenobia.reference, *map(str, kept))


def more(before: dict[str, str], after: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where a word stands more often than before."""
    return [
        (one, word)
        for one, said_ in after.items()
        for word in words
        if said_.casefold().count(word.casefold()) > before.get(one, "").casefold().count(word.casefold())
    ]


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


HEAVY = [pytest.param(reader, marks=pytest.mark.heavy) for reader in ("ines", "zack", "fay")]


@pytest.mark.parametrize("reader", ["stranger", *HEAVY])
def test_nothing_new_names_who_spoke_under_a_pseudonym(
    scene: Scene, reader: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    if reader != "stranger":
        client.force_login(getattr(scene, reader))
    before = scene.told(client, files=reader == "stranger")
    factory.indexed()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    made = scene.hidden()
    for piece in made.evidence.filter(kind="link"):
        preserving.make_copy(piece, timezone.now())
    for name in list(followers.FOLLOWERS):
        followers.catch_up(name)
    written = "\n".join(Lines().format(record) for record in caplog.records)
    after = scene.told(client, files=reader == "stranger")
    page = (
        after[scene.provision.get_absolute_url()]
        + after["/api/v1/documents/quiet-outcome/provisions/1/claims"]
    )
    assert TEXT in page, "the statement itself is public"
    allowed = {LINK} if reader == "ines" else set()  # assessors open what is sealed
    found = more(before, after, needles(scene, made))
    assert [one for one in found if one[1] not in allowed] == []
    assert not [word for word in needles(scene, made) if word.casefold() in written.casefold()]
    assert not mail.outbox


def test_the_ledger_its_notices_and_other_peoples_data_name_nobody(scene: Scene) -> None:
    first = Entry.objects.latest("number").number
    made = scene.hidden()
    entries = list(Entry.objects.filter(number__gt=first))
    assert [entry.verb for entry in entries] == ["register.claim"]
    assert entries[0].facts["pseudonymous"] is True and "party" not in entries[0].facts
    words = needles(scene, made)
    assert not [w for entry in entries for w in words if w in repr((entry.facts, entry.about, entry.verb))]
    assert not [w for row in Notice.objects.all() for w in words if w in repr(row.__dict__)]
    for other in (scene.zack, scene.paul, scene.fay, scene.ines):
        assert not [w for w in needles(scene, made) if w in repr(own.data(other)) and other is not scene.zack]
    assert any(row["kept"]["by"] == scene.zenobia.reference for row in own.data(scene.zenobia)["ledger"])


def test_public_tables_hold_no_party_no_name_and_no_hour(scene: Scene) -> None:
    made = scene.hidden()
    assert made.party_id is None
    assert (made.published_at, made.evidence.filter(kind="file").get().kept_at) == (
        timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    ) * 2
    assert {piece.name for piece in made.evidence.all()} == {""}
    behind = Claimant.objects.get(claim=made)
    assert (behind.party, behind.person) == (scene.zephyr, scene.zenobia)


def test_the_makers_desk_shows_it_and_their_colleagues_does_not(scene: Scene) -> None:
    made = scene.hidden()
    assert made in claim_lists.own(scene.zenobia)
    for other in (scene.zack, scene.paul, scene.ines):
        assert made not in claim_lists.own(other)
        with pytest.raises(NotPermitted, match="Only whoever made"):
            claims.withdraw(by=other, claim=made, reason="No.", now=timezone.now())


def test_a_pseudonym_is_never_joined_with_a_name_by_a_correction(scene: Scene) -> None:
    made, now = scene.hidden(), timezone.now()
    with pytest.raises(Refused, match="would tell who said it"):
        claims.correct(
            by=scene.zenobia, claim=made, said=say("limited"), reason="So.", keep_evidence=True, now=now
        )
    named = Claim.objects.get(party=scene.open_one)
    with pytest.raises(Refused, match="would tell who said it"):
        claims.correct(
            by=scene.paul, claim=named, said=say("limited", pseudonymous=True), reason="So.",
            keep_evidence=True, now=now,
        )  # fmt: skip
    again = claims.correct(
        by=scene.zenobia, claim=made, said=say("substantial", pseudonymous=True), reason="More was done.",
        keep_evidence=True, now=now,
    )  # fmt: skip
    assert (again.party, again.corrects) == (None, made)
    assert all(piece.sealed and not piece.name for piece in again.evidence.all())


def test_one_organisation_does_not_pass_for_two_nor_stand_beside_its_pseudonym(scene: Scene) -> None:
    scene.hidden()
    with pytest.raises(Refused, match="under a pseudonym here"):
        scene.speak(scene.zack, "civil-society", scene.zephyr, "limited")
    with pytest.raises(Refused, match="would hide nothing"):
        claims.claim(
            by=scene.paul, follow_up=scene.follow_up, side=claims.Side.CIVIL_SOCIETY, party=scene.open_one,
            said=say("limited", pseudonymous=True), now=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize("words", ["We of the ZEPHYR  Alliance saw it.", "the Zephyrians", "zenobia saw it"])
def test_words_that_name_their_maker_are_refused(scene: Scene, words: str) -> None:
    now = timezone.now()
    arguments = {
        "by": scene.zenobia, "follow_up": scene.follow_up, "side": claims.Side.CIVIL_SOCIETY,
        "party": scene.zephyr, "now": now,
    }  # fmt: skip
    with pytest.raises(Refused, match="name you or your organisation"):
        claims.claim(**arguments, said=say("limited", pseudonymous=True, text=words))
    with pytest.raises(Refused, match="name you or your organisation"):
        shown = [claims.Exhibit(words, address="https://example.org/")]
        claims.claim(**arguments, said=say("limited", pseudonymous=True, evidence=shown))
    made = scene.hidden()
    with pytest.raises(Refused, match="name you or your organisation"):
        claims.withdraw(by=scene.zenobia, claim=made, reason=words, now=now)


def test_two_pseudonyms_count_as_two_claimants_whoever_they_are(scene: Scene) -> None:
    """Were two of one maker reckoned together, the mark of a dispute would tell that they are one."""
    first, other = scene.hidden(), FollowUp.objects.exclude(pk=scene.follow_up.pk).first()
    assert other
    assert queries.stated(first).claimant == f"~{first.number}"


def test_the_secretariat_looks_behind_and_that_it_did_is_kept(scene: Scene) -> None:
    made = scene.hidden()
    officer = person("Ottilie", role="secretariat")
    assert claims.look_behind(by=officer, claim=made).party == scene.zephyr  # type: ignore[union-attr]
    last = Entry.objects.latest("number")
    assert (last.verb, last.visibility) == ("register.look_behind", "restricted")
    for other in (scene.ines, scene.fay, scene.zack):
        with pytest.raises(NotPermitted):
            claims.look_behind(by=other, claim=made)
    client = Client()
    client.force_login(officer)
    page = f"/desk/claims/{made.pk}/behind/"
    assert "Zephyr Alliance" not in client.get(page).content.decode()
    assert "Zephyr Alliance" in client.post(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_open_data_name_nobody() -> None:
    scene = Scene()
    made = scene.hidden()
    dump = "".join(unpacked(opendata.offer(now=timezone.now()).path.read_bytes()))
    assert "quiet-outcome" in dump
    private = (scene.zenobia.reference, "Zenobia", FILE, LINK, made.evidence.get(kind="file").kept_id)
    assert not [word for word in private if word in dump]
    with_party = [
        line for line in dump.splitlines() if "zephyr-alliance" in line or "Zephyr Alliance" in line
    ]
    assert not [line for line in with_party if TEXT in line or "pseudonym" in line or "claim" in line]
