"""The version of a release: as whoever loads it says, else as the file tells it.

What the file states itself is not to be contradicted; what merely follows from its last year is.
"""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.adapters.adapter import Adapter

_NUMBERED = re.compile(r"v?(\d+)(?:[.\-_]\d+)*", re.I)
_SPELLED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


def version(adapter: Adapter, last: int | None, stated: int | None, said: str, file: str) -> str:
    """The version of what has its last row in the year `last`; `said` is what was asked for, or "".

    `stated`: the year to which the release goes by the file's own word, where it has one.
    """
    goes_to = last if stated is None else stated
    told = adapter.version(goes_to) if adapter.version and goes_to is not None else ""
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
    if stated is not None and said and told and _number(said) not in (None, _number(told)):
        raise Refused(
            "observatory.load.version",
            "{file} goes to the year {last}, which makes it {told} and not {version}: leave the version out, "
            "or name the right file.",
            file=file, last=stated, told=told, version=said,
        )  # fmt: skip
    return said or told


def _number(version: str) -> int | None:
    """The leading number of a numbered version; None for a word, which no file contradicts."""
    found = _NUMBERED.fullmatch(version)
    return int(found[1]) if found else None
