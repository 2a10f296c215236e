"""The version of a release: as the file tells it, or as whoever loads it says; never both at odds."""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.adapters.adapter import Adapter

_NUMBERED = re.compile(r"v?(\d+)(?:[.\-_]\d+)*", re.I)
_SPELLED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


def version(adapter: Adapter, last: int | None, said: str, file: str) -> str:
    """The version of what goes to the year `last`; `said` is what was asked for, or ""."""
    told = adapter.version(last) if adapter.version and last is not None else ""
    if said and not _SPELLED.fullmatch(said):
        raise Refused(
            "observatory.load.version_spelling",
            "“{version}” is no version: use letters, digits, dots and hyphens, such as v15 or 2.1.2.",
            version=said,
        )
    if not said and not told:
        raise Refused(
            "observatory.load.version_missing",
            "{file} does not tell its version: say which it is with --version, as its publisher numbers it.",
            file=file,
        )
    if said and told and _number(said) not in (None, _number(told)):
        raise Refused(
            "observatory.load.version",
            "{file} goes to the year {last}, which makes it {told} and not {version}: leave the version out, "
            "or name the right file.",
            file=file, last=last, told=told, version=said,
        )  # fmt: skip
    return said or told


def _number(version: str) -> int | None:
    """The leading number of a numbered version; None for a word, which no file contradicts."""
    found = _NUMBERED.fullmatch(version)
    return int(found[1]) if found else None
