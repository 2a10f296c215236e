"""What a claim may rest on: files, known by their own first bytes, and addresses of pages."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.kernel.refusals import Refused
from koinon.register.engine.following.pictures import jpeg_alone, png_alone

LONGEST = 2000  # characters of an address
LARGEST = 20 * 2**20  # bytes of a file, and of the copy of a page
MOST = 12  # pieces of evidence of one claim
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
MEDIA = {  # ending → media type, and how its bytes begin
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": (f"{_OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    "odt": (f"{_OPEN}.text", b"PK\x03\x04"),
    "ods": (f"{_OPEN}.spreadsheet", b"PK\x03\x04"),
    "txt": ("text/plain", b""),
    "csv": ("text/csv", b""),
}
NAMELESS = ("png", "jpg", "jpeg", "txt", "csv")  # of which nothing is left but what one sees


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file (`name` and `data`) or a link (`address`) as a claimant brings it."""

    title: str
    name: str = ""
    data: bytes = b""
    address: str = ""


def media_of(name: str, data: bytes, *, pseudonymous: bool = False) -> str:
    """The media type of a file; one that is not taken, or is not what it is called, is refused.

    Under a pseudonym only kinds are taken of which everything that is not seen can be taken away.
    """
    if not data:
        raise Refused("register.evidence.empty", "{file} is empty: choose the file anew.", file=name)
    if len(data) > LARGEST:
        raise Refused(
            "register.evidence.large",
            "{file} has {mib} MiB, {most} MiB is the most: bring the pages that matter.",
            file=name,
            mib=len(data) // 2**20,
            most=LARGEST // 2**20,
        )
    ending = name.rpartition(".")[2].lower()
    taken = NAMELESS if pseudonymous else tuple(MEDIA)
    if ending not in taken:
        raise Refused(
            "register.evidence.hidden_names"
            if pseudonymous and ending in MEDIA
            else "register.evidence.kind",
            "{file} may hold the name of its author where nobody sees it: under a pseudonym bring a picture "
            "of it ({endings})."
            if pseudonymous and ending in MEDIA
            else "{file} is of no kind that is taken as evidence: bring one of {endings}.",
            file=name,
            endings=", ".join(taken),
        )
    media, beginning = MEDIA[ending]
    if not data.startswith(beginning) or (not beginning and not _is_text(data)):
        raise Refused(
            "register.evidence.not_it",
            "{file} is not what its ending says: save it anew as {ending}, then choose it again.",
            file=name,
            ending=ending,
        )
    return media


def nameless(media: str, data: bytes) -> bytes:
    """The bytes without what cameras and programs write beside the picture: place, device, author, time."""
    if media == "image/png":
        return png_alone(data)
    if media == "image/jpeg":
        return jpeg_alone(data)
    return data


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False
