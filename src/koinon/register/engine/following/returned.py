"""Mail that comes back: delivery status notifications (RFC 3464) and the letter each is about.

A letter is known by its reference, which stands in the address of its envelope behind a plus sign (variable
envelope return path) and in its Message-ID. The first is found in the recipient of the notification, the
second in the returned headers; some servers give only one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

REFERENCE = re.compile(r"[0-9a-f]{32}")
_RECIPIENTS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To")
_LETTER = re.compile(r"date-([0-9a-f]{32})@")
_FROM = re.compile(rb"(?:\A|\r?\n\r?\n)From \S[^\r\n]*\r?\n")
LONGEST = 500  # characters of what a server said


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter that did not reach someone: for good, or not yet; with the server's code and words."""

    reference: str
    failed: bool
    problem: str


def envelope(address: str | None, reference: str) -> str:
    """The sender on a letter's envelope: bounces@example.org → bounces+reference@example.org; "" without."""
    if not address:
        return ""
    local, _, domain = address.rpartition("@")
    return f"{local}+{reference}@{domain}"


def message_id(reference: str, sender: str) -> str:
    """The Message-ID of a letter."""
    domain = getaddresses([sender])[0][1].rpartition("@")[2] or "localhost"
    return f"<date-{reference}@{domain}>"


def messages(data: bytes) -> Iterator[bytes]:
    """One message, or each of a mailbox (mbox, RFC 4155)."""
    if not data.startswith(b"From "):
        if data.strip():
            yield data
        return
    for part in _FROM.split(data):
        if part.strip():
            yield re.sub(rb"(?m)^>(>*From )", rb"\1", part)


def returned(data: bytes) -> list[Returned]:
    """What a message says of letters: nothing where it is no notification, or names none of ours."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    statuses = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        return []
    reference = _by_recipient(message) or _by_letter(message)
    if not reference:
        return []
    return [Returned(reference, *told) for part in statuses for told in _told(part)]


def _by_recipient(message: Message) -> str:
    """The reference behind the plus sign of the address to which the notification came."""
    given = [str(value) for name in _RECIPIENTS for value in message.get_all(name, [])]
    for _, address in getaddresses(given):
        found = REFERENCE.fullmatch(address.rpartition("@")[0].rpartition("+")[2].lower())
        if found:
            return found[0]
    return ""


def _by_letter(message: Message) -> str:
    """The reference in the Message-ID of the letter that is returned, whole or its headers alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/rfc822-headers", "message/rfc822"):
            found = _LETTER.search(part.as_string())
            if found:
                return found[1]
    return ""


def _told(part: Message) -> Iterator[tuple[bool, str]]:
    """(whether it failed for good, what was said) of each recipient of a notification."""
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return
    for block in blocks:
        if not isinstance(block, Message) or "Action" not in block:
            continue  # the first block is about the whole message
        action, status = str(block["Action"]).strip().lower(), str(block.get("Status", "")).strip()
        said = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
        if action in ("failed", "delayed"):
            yield action == "failed", " ".join(f"{status} {said}".split())[:LONGEST]
