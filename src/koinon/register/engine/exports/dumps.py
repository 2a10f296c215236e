"""The open-data dump: what its files are called, what its manifest says, and how a stranger checks a copy."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import BadZipFile

from koinon.kernel.refusals import Refused

FORMAT = "koinon-open-data/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 16  # bytes read at once
LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "ODC-By-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
# name → what a line of it is
FILES = {
    "documents.jsonl": "a published document with its whole text",
    "provisions.jsonl": "a provision that stands in a published document",
    "provisions.csv": "the same provisions as a spreadsheet, lists joined by semicolons",
    "translations.jsonl": "a translation of a document",
    "wordings.jsonl": "a provision in the language of a translation",
    "follow_ups.jsonl": "a provision with one of its addressees, as it stood when the dump was made",
    "parties.jsonl": "a party: whoever can speak, be asked or act",
    "places.jsonl": "a country, territory or group of them",
    "memberships.jsonl": "the dated membership of a place in a group",
    "vocabulary.jsonl": "a theme, or a group of people concerned",
    "ledger.jsonl": "an act in the ledger or a signature over one, as `koinon ledger verify` takes them",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms of use: an SPDX identifier, or words of the partnership's own with an empty address."""

    id: str
    name: str
    url: str

    @classmethod
    def of(cls, wanted: str) -> Licence:
        """The licence of an SPDX identifier; anything else is its own name."""
        name, url = LICENCES.get(wanted, (wanted, ""))
        return cls(wanted, name, url)


@dataclass(slots=True)
class Counted:
    """A file as it was written: lines that hold a record, bytes, SHA-256, and the columns of a record."""

    name: str
    columns: Sequence[str] = ()
    count: int = 0
    size: int = 0  # bytes
    _digest: Any = field(default_factory=hashlib.sha256)

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines, counted on their way; the head of a CSV file or of the ledger is no record."""
        for line in lines:
            self.size += len(line)
            self.count += 1
            self._digest.update(line)
            yield line
        self.count -= headed(self.name)

    @property
    def row(self) -> dict[str, Any]:
        """How the manifest tells the file."""
        return {
            "name": self.name,
            "what": FILES[self.name],
            "columns": list(self.columns),
            "count": self.count,
            "bytes": self.size,
            "sha256": self._digest.hexdigest(),
        }


def headed(name: str) -> int:
    """How many lines at a file's beginning are no records."""
    return 1 if name in ("provisions.csv", "ledger.jsonl") else 0


@dataclass(frozen=True, slots=True)
class Edition:
    """Whose data, from where, made when (ISO 8601), on what terms, and after which entry of the ledger."""

    of: str
    site: str
    made_at: str
    licence: Licence
    entry: int
    hash: str


def manifest(edition: Edition, files: Iterable[Counted]) -> bytes:
    """The manifest as JSON."""
    licence = edition.licence
    data = {
        "format": FORMAT,
        "of": edition.of,
        "site": edition.site,
        "made_at": edition.made_at,
        "licence": {"id": licence.id, "name": licence.name, "url": licence.url},
        "ledger": {"entries": edition.entry, "hash": edition.hash},
        "files": [file.row for file in files],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def readme(edition: Edition) -> bytes:
    """What is in the dump, for the person who opens it."""
    listed = "\n".join(f"- `{name}`: each line is {what}." for name, what in FILES.items())
    return f"""# Open data of {edition.of}

Made at {edition.made_at} from {edition.site}. Terms of use: {edition.licence.name}, see LICENCE.txt.

{listed}
- `{MANIFEST}`: what each file holds, how many, its SHA-256; the ledger entry at which all of it stands.

JSON Lines: one JSON object a line, UTF-8. Dates are ISO 8601. A provision leads to its document by
`document` (the document's `slug`) and to its words by `start` and `end`, code points of the document's
`text`. Parties are known by `key`, places by `code`. CSV: UTF-8 with a byte order mark; line breaks within
a cell are spaces, and a cell that a spreadsheet program would take for a formula has an apostrophe before it.

To check that a copy is whole: `koinon register dump --check FILE`.
""".encode()


def licence_text(edition: Edition) -> bytes:
    """The terms in one paragraph; the licence itself stands at its address."""
    where = f"\n{edition.licence.url}\n" if edition.licence.url else ""
    return f"""This data of {edition.of} is given under the terms of: {edition.licence.name}.
{where}
Documents in it were issued by the bodies named in them; where a text is theirs, so are the rights in it.
""".encode()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a copy found: whether it is whole, of when it is, and each fault as a sentence."""

    made_at: str
    entries: int
    counts: Mapping[str, int]
    faults: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


def checked(names: Iterable[str], opened: Callable[[str], IO[bytes]]) -> Checked:
    """Every file against the manifest: there, of that length, that checksum and that many records."""
    held = set(names)
    told = _manifest(held, opened)
    faults, counts = [], dict[str, int]()
    for row in told["files"]:
        name = str(row["name"])
        if name not in held:
            faults.append(f"{name} is missing.")
            continue
        try:
            with opened(name) as file:
                size, lines, digest = _measured(file)
        except (OSError, EOFError, BadZipFile, zlib.error) as error:
            faults.append(f"{name} cannot be read: {error}.")
            continue
        counts[name] = lines - headed(name)
        if digest != row["sha256"] or size != row["bytes"]:
            faults.append(f"{name} is not what was made: its SHA-256 is {digest}, not {row['sha256']}.")
        elif counts[name] != row["count"]:
            faults.append(f"{name} holds {counts[name]} records, not {row['count']}.")
    known = {str(row["name"]) for row in told["files"]} | {MANIFEST, "README.md", "LICENCE.txt"}
    faults += [f"{name} is not in the manifest." for name in sorted(held - known)]
    return Checked(str(told["made_at"]), int(told["ledger"]["entries"]), counts, tuple(faults))


def _manifest(held: set[str], opened: Callable[[str], IO[bytes]]) -> dict[str, Any]:
    problem = "This is no open-data dump: it has no {manifest} of the format {format}."
    if MANIFEST not in held:
        raise Refused("register.dump.manifest", problem, manifest=MANIFEST, format=FORMAT)
    with opened(MANIFEST) as file:
        try:
            told = json.loads(file.read())
        except ValueError:
            told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refused("register.dump.manifest", problem, manifest=MANIFEST, format=FORMAT)
    return told


def _measured(file: IO[bytes]) -> tuple[int, int, str]:
    size, lines, digest = 0, 0, hashlib.sha256()
    while chunk := file.read(CHUNK):
        size += len(chunk)
        lines += chunk.count(b"\n")
        digest.update(chunk)
    return size, lines, digest.hexdigest()
