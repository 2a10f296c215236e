"""Backups closed with the age format: whoever finds one needs the key that does not lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pyrage

from koinon.kernel.refusals import Refused


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public half of a key pair, as `age-keygen` prints it."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Refused(
            "backup.recipient", "{key} is no age public key: it begins with age1.", key=text[:12] + "…"
        ) from error


def seal(source: IO[bytes], target: IO[bytes], key: pyrage.x25519.Recipient) -> None:
    """Encrypt a stream for the holder of the key's secret half."""
    pyrage.encrypt_io(source, target, [key])


def unseal(source: Path, target: IO[bytes], identity: Path) -> None:
    """Decrypt a file with the secret half of the key, from a file as `age-keygen` writes it."""
    try:
        lines = [line.strip() for line in identity.read_text("utf-8").splitlines()]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
        with source.open("rb") as file:
            pyrage.decrypt_io(file, target, keys)
    except (OSError, UnicodeDecodeError, pyrage.IdentityError, pyrage.DecryptError) as error:
        raise Refused(
            "backup.identity",
            "{file} cannot be opened with the key in {identity}: give the file that age-keygen wrote.",
            file=source.name,
            identity=str(identity),
        ) from error
