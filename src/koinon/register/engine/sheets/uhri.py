"""A provision as a row of the Universal Human Rights Index's export, so that its readers read ours.

Layout: values begin with "- " and stand one a line; the paragraph number leads the text; the spelling of
the headings is the export's own. Source: the columns that programs parsing the export expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from koinon.kernel.workbooks import Value
from koinon.register.engine.documents import Kind
from koinon.register.engine.terms.nodes import Theme
from koinon.register.engine.vocabulary import Vocabulary

COLUMNS = (
    "Text", "Countries Concerned", "Regions Concerned", "Reccomending Body", "Type", "Document Symbol",
    "Document Publication Date", "Themes", "Affected Persons", "Sdgs", "UPR Session",
    "UPR Reccomending States", "UPR Position", "OHCHR Annotation Id",
)  # fmt: skip
_NUMBERED = re.compile(r"\d+(?:\.\d+)+")
_TYPES = {True: "Concerns/Observations", False: "Recommendations"}


REVIEW = "UPR"
OWN, UPR_INFO = "uhri", "upr-info"


def row(
    record: Mapping[str, Any],
    vocabulary: Vocabulary,
    source: str = "",
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> list[Value]:
    """The cells of a provision's record.

    `source` and `facts`: the format of the data row it came from, if any, and what that said. What such a
    row of the index said of themes and persons holds while nobody changed the provision; for any other the
    vocabulary's names are given.
    """
    said = facts if source == OWN and record["revision"] == 1 else {}
    reviewed = source == UPR_INFO or facts.get("body") == REVIEW
    themes = [node for key in record["themes"] if (node := vocabulary.theme(key))]
    groups = [node for key in record["groups"] if (node := vocabulary.group(key))]
    issuers = [issuer["name"] for issuer in record["issuers"]]
    body = facts.get("body") or (REVIEW if reviewed else "; ".join(issuers))
    cells = {
        "Text": _text(record),
        "Countries Concerned": _several(a["name"] for a in record["addressees"]),
        "Regions Concerned": _several(facts.get("regions", ())),
        "Reccomending Body": _several([body]),
        "Type": _several([facts.get("type") or _TYPES[record["kind"] == Kind.FINDING]]),
        "Document Symbol": _several([facts.get("symbol") or record["document"]]),
        "Document Publication Date": record["issued_on"],
        "Themes": _several(said.get("issues") or _names(themes)),
        "Affected Persons": _several(said.get("persons") or _names(groups)),
        "Sdgs": _several(said.get("sdgs") or dict.fromkeys(t for node in themes for t in node.sdg)),
        "UPR Session": f"- {facts['session']} Session" if reviewed and facts.get("session") else "",
        "UPR Reccomending States": _several(issuers if reviewed else ()),
        "UPR Position": _several([facts.get("position", "")]),
        "OHCHR Annotation Id": facts.get("annotation") or f"{record['document']}/{record['number']}",
    }
    return [cells[column] for column in COLUMNS]


def _text(record: Mapping[str, Any]) -> str:
    label, text = str(record["label"]), str(record["text"])
    return f"{label} {text}" if _NUMBERED.fullmatch(label) and not text.startswith(label) else text


def _several(words: Iterable[Any]) -> str:
    return "\n".join(f"- {word}" for word in words if word)


def _names(nodes: Sequence[Theme]) -> list[str]:
    return list(dict.fromkeys(name for node in nodes for name in (node.uhri or (node.label("en"),))))
