"""How much one file may cost before it is turned down."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file: bytes, code points, pages, and what an archive may unpack to.

    `ratio` (unpacked to packed bytes) is only looked at beyond `ratio_from` unpacked bytes: small
    XML legitimately packs very well.
    """

    file_bytes: int = 50_000_000
    characters: int = 20_000_000
    pages: int = 5_000
    archive_entries: int = 10_000
    unpacked_bytes: int = 300_000_000
    ratio: int = 200
    ratio_from: int = 20_000_000


DEFAULT = Limits()


def weighed(name: str, size: int, limits: Limits = DEFAULT) -> None:
    """Refuse a file of `size` bytes that is empty or larger than `limits` allow."""
    if size == 0:
        raise Refused(
            "empty_file", "{name} is empty: check that it was saved or downloaded completely.", name=name
        )
    if size > limits.file_bytes:
        raise Refused(
            "file_too_large",
            "{name} has {size} MB and at most {most} MB are read: split it, or leave out its pictures.",
            bytes=size,
            limit=limits.file_bytes,
            name=name,
            size=round(size / 1e6),
            most=round(limits.file_bytes / 1e6),
        )


def measured(name: str, characters: int, limits: Limits) -> None:
    """Refuse a text of more code points than `limits` allow."""
    if characters > limits.characters:
        raise Refused(
            "text_too_long",
            "{name} holds {characters} characters and at most {limit} are read: split it into several files.",
            characters=characters,
            limit=limits.characters,
            name=name,
        )
