"""Signed checkpoints: whoever keeps one notices when the past before it is rewritten.

The key is Ed25519 (RFC 8032), made once, in `keys/ledger-key` of the data folder as 64 hexadecimal
digits, readable by its owner only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from koinon.kernel.kept import kept
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.engine.chain import checkpoint_message
from koinon.ledger.models import Checkpoint, Entry

EVERY = 100  # entries
OFTEN = timedelta(days=1)
_LOCK = 0x6B6F6970


def key_path() -> Path:
    """Where the private key lies."""
    return Path(settings.DATA_DIR) / "keys" / "ledger-key"


def key() -> Ed25519PrivateKey:
    """The installation's signing key, made when it is first asked for."""
    text = kept(key_path(), lambda: Ed25519PrivateKey.generate().private_bytes_raw().hex())
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    except ValueError as error:
        raise Refused(
            "ledger.private_key",
            "The ledger's key in {key_path} is damaged: restore it from a backup of the data folder.",
            key_path=key_path(),
        ) from error


def public_key() -> str:
    """The public half, as 64 hexadecimal digits."""
    return key().public_key().public_bytes_raw().hex()


def checkpoint() -> Checkpoint | None:
    """Sign the head of the ledger; None when it is empty, the standing one when already signed."""
    with transaction.atomic(), guard.writing("a checkpoint"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        head = Entry.objects.order_by("-number").first()
        if head is None:
            return None
        standing = Checkpoint.objects.filter(entry=head).first()
        if standing:
            return standing
        signature = key().sign(checkpoint_message(head.number, head.hash)).hex()
        return Checkpoint.objects.create(
            entry=head, hash=head.hash, signature=signature, public_key=public_key()
        )


def checkpoint_when_due(now: datetime) -> Checkpoint | None:
    """Sign the head when enough entries or enough time have passed since the last signature."""
    last = Checkpoint.objects.order_by("-entry").values_list("entry", flat=True).first() or 0
    unsigned = Entry.objects.filter(number__gt=last).order_by("number")
    first = unsigned.first()
    if first is None:
        return None
    if now - first.at < OFTEN and unsigned.count() < EVERY:
        return None
    return checkpoint()
