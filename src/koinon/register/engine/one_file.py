"""The two steps of reading one file, as functions that a process of its own can be asked for."""

from __future__ import annotations

from koinon.kernel.directory import Directory
from koinon.register.engine import reader, vocabulary
from koinon.register.engine.documents import Extract, Reading
from koinon.register.engine.sources import extract as sources


def extracted(name: str, data: bytes) -> Extract:
    """The text of a file; raises Refused with the mend where there is none."""
    return sources.extract(name, data)


def read(extract: Extract, directory: Directory, words: str | None) -> Reading:
    """The provisions of a text; `words` is an installation's own vocabulary (TOML), else the packaged one."""
    known = vocabulary.Vocabulary.parse(words) if words else vocabulary.default()
    return reader.reading(extract, directory=directory, vocabulary=known)
