"""Evidence: which files are taken, what is taken out of them, and the copies of pages."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from koinon.kernel.refusals import NotFound, NotPermitted, Refused
from koinon.ledger.platform import PLATFORM
from koinon.register.actions import claims as claiming
from koinon.register.actions import evidence as exhibits
from koinon.register.actions import preserving
from koinon.register.engine.following.exhibits import LARGEST, MEDIA, Exhibit, media_of, nameless
from koinon.register.models import Evidence, Kept
from koinon.register.queries import claims
from tests.register.claims.cast import NOW, Cast, said
from tests.register.claims.test_fetching import site as site

pytestmark = pytest.mark.django_db
SECRET = b"Cora of Lantern Network"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return Cast()


def picture(kind: str, *, marked: bool = True) -> bytes:
    """A small picture of noise, with an author in every place that the format has for one."""
    image = Image.effect_noise((40, 30), 60).convert("RGB")
    out = io.BytesIO()
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        if marked:
            told.add_text("Author", SECRET.decode())
            told.add_itxt("Comment", SECRET.decode(), zip=False)
        image.save(out, "PNG", pnginfo=told, exif=exif() if marked else None)
        return out.getvalue() + (SECRET if marked else b"")
    rest = {"exif": exif(), "comment": SECRET, "icc_profile": b"profile " + SECRET} if marked else {}
    image.save(out, "JPEG", progressive=kind == "progressive", **rest)
    return out.getvalue() + (SECRET if marked else b"")


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x013B], told[0x8298] = SECRET.decode(), SECRET.decode()  # artist, copyright
    return told


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("progressive", "jpeg")])
def test_a_picture_keeps_what_one_sees_and_loses_the_rest(kind: str, ending: str) -> None:
    data = picture(kind)
    assert SECRET in data
    bare = nameless(media_of(f"x.{ending}", data, pseudonymous=True), data)
    assert SECRET not in bare and b"Exif" not in bare
    assert pixels(bare) == pixels(data)
    assert nameless(MEDIA[ending][0], bare) == bare


@given(st.binary(max_size=300), st.sampled_from(["png", "jpg"]), st.integers(0, 900))
def test_a_damaged_picture_ends_in_a_sentence_or_whole(rest: bytes, ending: str, cut: int) -> None:
    data = picture("PNG" if ending == "png" else "JPEG", marked=False)[:cut] + rest
    media, beginning = MEDIA[ending]
    if not data.startswith(beginning):
        return
    try:
        bare = nameless(media, data)
    except Refused as refused:
        assert refused.code == "register.evidence.broken_picture"
    else:
        assert bare.startswith(beginning)


@pytest.mark.parametrize(
    ("name", "data", "pseudonymous", "code"),
    [
        ("x.pdf", b"", False, "empty"),
        ("x.pdf", b"%PDF-" + b"x" * LARGEST, False, "large"),
        ("x.exe", b"MZ", False, "kind"),
        ("x.html", b"<p>", False, "kind"),
        ("x.svg", b"<svg>", False, "kind"),
        ("noending", b"text", False, "kind"),
        ("x.pdf", b"<html>", False, "not_it"),
        ("x.txt", b"\xff\xfe\x00", False, "not_it"),
        ("x.pdf", b"%PDF-1.7", True, "hidden_names"),
        ("x.docx", b"PK\x03\x04", True, "hidden_names"),
        ("x.exe", b"MZ", True, "kind"),
    ],
)
def test_what_is_no_evidence_is_refused(name: str, data: bytes, pseudonymous: bool, code: str) -> None:
    with pytest.raises(Refused) as refused:
        media_of(name, data, pseudonymous=pseudonymous)
    assert refused.value.code == f"register.evidence.{code}"


def test_a_file_is_kept_once_by_its_digest_and_given_as_a_file(cast: Cast, client: Client) -> None:
    data = b"%PDF-1.7 nine inspectors"
    brought = [Exhibit("The list", "list.pdf", data), Exhibit("", "again.pdf", data)]
    made = cast.speaks(cast.cora, "limited", evidence=brought)
    assert [(p.title, p.name, p.state) for p in made.evidence.all()] == [
        ("The list", "list.pdf", "kept"), ("again.pdf", "again.pdf", "kept"),
    ]  # fmt: skip
    assert [k.digest for k in Kept.objects.all()] == [hashlib.sha256(data).hexdigest()]
    response = client.get(f"/evidence/{made.evidence.earliest('pk').pk}/")
    assert response.content == data
    assert response["Content-Disposition"] == 'attachment; filename="list.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


def test_what_was_withdrawn_is_named_and_not_given_out(cast: Cast, client: Client) -> None:
    made = cast.speaks(cast.cora, "limited", evidence=[Exhibit("The list", "list.txt", b"Two names.")])
    piece = made.evidence.get()
    claiming.withdraw(by=cast.cora, claim=made, reason="One of the two is in danger.", now=LATER)
    assert client.get(f"/evidence/{piece.pk}/").status_code == 404
    page = client.get("/documents/harbour/1/").content.decode()
    assert "The list" in page and f"/evidence/{piece.pk}/" not in page
    assert claims.evidence_for(cast.cora, piece.pk).kept is not None, "whoever brought it still has it"


def test_evidence_stays_with_a_correction_where_it_is_kept(cast: Cast) -> None:
    first = cast.speaks(cast.cora, "limited", evidence=[Exhibit("The list", "list.txt", b"Two names.")])
    second = claiming.correct(
        by=cast.cora, claim=first, said=said("substantial"), reason="More.", keep_evidence=True, now=LATER
    )
    third = claiming.correct(
        by=cast.cora, claim=second, said=said("limited"), reason="Less.", keep_evidence=False, now=LATER
    )
    assert [one.evidence.count() for one in (first, second, third)] == [1, 1, 0]


def linked(cast: Cast, address: str) -> Evidence:
    return cast.speaks(cast.cora, "limited", evidence=[Exhibit("", address=address)]).evidence.get()


@override_settings(KOINON_COPY_FROM_LOOPBACK=True)
def test_the_page_of_a_link_is_copied_with_its_date(cast: Cast, site: str, client: Client) -> None:
    piece = preserving.make_copy(linked(cast, f"{site}/page"), LATER)
    assert (piece.state, piece.problem, piece.kept_at) == ("kept", "", LATER)
    assert piece.kept and piece.kept.media == "text/html"
    response = client.get(f"/evidence/{piece.pk}/")
    assert b"Nine inspectors" in response.content
    assert response["Content-Disposition"].startswith(
        f'attachment; filename="copy-{piece.pk}-2032-03-05.html"'
    )


@override_settings(KOINON_COPY_FROM_LOOPBACK=True)
def test_a_failed_copy_is_said_and_asked_for_again(cast: Cast, site: str) -> None:
    piece = preserving.make_copy(linked(cast, f"{site}/missing"), LATER)
    assert (piece.state, piece.problem) == ("failed", "Its server does not give this page to us.")
    with pytest.raises(NotPermitted):
        exhibits.copy_again(by=cast.bea, evidence=piece)
    assert exhibits.copy_again(by=cast.ines, evidence=piece).state == "waiting"
    with pytest.raises(Refused, match="nothing to do"):
        exhibits.copy_again(by=cast.cora, evidence=piece)


def test_nothing_of_this_machine_is_copied_unless_permitted(cast: Cast, site: str) -> None:
    piece = preserving.make_copy(linked(cast, f"{site}/page"), LATER)
    assert piece.state == "failed" and piece.kept is None


@override_settings(KOINON_COPY_PAGES=False, KOINON_COPY_FROM_LOOPBACK=True)
def test_copies_can_be_switched_off(cast: Cast, site: str) -> None:
    piece = preserving.make_copy(linked(cast, f"{site}/page"), LATER)
    assert (piece.state, piece.problem[:31]) == ("failed", "Copies of pages are switched of")


def test_a_copy_that_was_made_is_not_made_again(cast: Cast) -> None:
    piece = linked(cast, "https://example.org/list")
    kept = exhibits.preserve(
        by=PLATFORM, evidence=piece, media="text/plain", data=b"x", problem="", now=LATER
    )
    assert preserving.make_copy(kept, LATER) is kept


def test_sealed_evidence_is_opened_by_the_secretariat_assessors_and_its_maker(cast: Cast) -> None:
    made = cast.speaks(
        cast.cora,
        "limited",
        pseudonymous=True,
        evidence=[Exhibit("A photograph", "cora.png", picture("PNG"))],
    )
    piece = made.evidence.get()
    assert (piece.sealed, piece.name) == (True, "")
    assert piece.kept and SECRET not in bytes(piece.kept.data)
    for opener in (cast.ada, cast.ines, cast.cora):
        assert claims.evidence_for(opener, piece.pk) == piece
    for stranger in (cast.cole, cast.bea, cast.fiona, cast.rui):
        with pytest.raises(NotFound):
            claims.evidence_for(stranger, piece.pk)
    with pytest.raises(NotFound):
        claims.evidence(piece.pk)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org", "javascript:alert(1)", "https://me:secret@example.org/", "//example.org", "x y"],
)
def test_only_addresses_of_pages_are_links(cast: Cast, address: str) -> None:
    with pytest.raises(Refused, match="is no address"):
        linked(cast, address)
