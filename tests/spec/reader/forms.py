"""What every spec of the reader needs: a small directory, and a reading of a text."""

from __future__ import annotations

from koinon.kernel.directory import Directory, KnownParty
from koinon.register.engine.documents import Extract, Provision, Reading
from koinon.register.engine.reader import reading
from koinon.register.engine.wording.languages import lexicon_of
from koinon.register.engine.wording.parties import Names
from koinon.register.engine.wording.voice import Voice

PARTIES = (
    KnownParty("eu", "European Union", "intergovernmental", acronyms=("EU",)),
    KnownParty("asean", "ASEAN", "intergovernmental"),
    KnownParty("asean-member-states", "ASEAN member states", "class", members_of="asean"),
    KnownParty("arcadia", "Arcadia", "state", aliases=("Republic of Arcadia",)),
    KnownParty("dorne", "Dorne", "state"),
    KnownParty("havmark", "Havmark", "state"),
)
DIRECTORY = Directory.of(PARTIES)


def read(text: str, name: str = "paper.txt") -> Reading:
    """The reading of a plain text against the small directory."""
    return reading(Extract(name, "txt", text), directory=DIRECTORY)


def one(text: str) -> Provision:
    """The only provision of a text."""
    (provision,) = read(text).provisions
    return provision


def voice(language: str = "en", *, official: bool = True, binding: bool = False) -> Voice:
    """The voice of a document whose issuer is the Assembly."""
    lexicon = lexicon_of(language)
    return Voice(Names(DIRECTORY, lexicon), lexicon, "Assembly", frozenset({"assembly"}), official, binding)
