"""The version of a release: as whoever loads it says, else as the file tells it.

What the file states itself is not to be contradicted. What merely follows from its last year may be less
than the release has, as of an extract; but no release tells of years after its own.
"""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.adapters.adapter import Adapter

_NUMBERED = re.compile(r"v?(\d+)(?:[.\-_]\d+)*", re.I)
_YEARS = 1900  # from here on, what numbers a version is a year
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
    if stated is None and last is not None:
        _refuse_early(_number(told) if told else last, _number(said), last, said, file)
    return said or told


def _refuse_early(least: int | None, number: int | None, last: int, said: str, file: str) -> None:
    """A release is not of before its last row. Years are held against years, editions against editions."""
    if least is None or number is None or number >= least or (least >= _YEARS) != (number >= _YEARS):
        return
    raise Refused(
        "observatory.load.version_early",
        "{file} tells of the year {last}, which {version} cannot: name the version as its publisher numbers "
        "it, or name the right file.",
        file=file, last=last, version=said,
    )  # fmt: skip


def _number(version: str) -> int | None:
    """The leading number of a numbered version; None for a word, which no file contradicts."""
    found = _NUMBERED.fullmatch(version)
    return int(found[1]) if found else None
