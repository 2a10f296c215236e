"""The annotated documents keep their own rules: words from the file, in order; fields that are valid."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "documents"
DOCUMENTS = sorted(FOLDER.rglob("*.txt"))
FIELDS = {"label", "kind", "strength", "issuer", "addressees", "deadline", "text", "section"}
STRENGTHS = {
    "commitment": {"binding", "intention", "optional"},
    "recommendation": {"recommendation", "optional"},
    "principle": {"binding", "intention", "recommendation", "optional"},
    "finding": {"optional"},
}


def folded(text: str) -> str:
    """``text`` with every run of white space made one space."""
    return " ".join(text.split())


def unpaged(text: str) -> str:
    """``text`` without lines that recur from page to page, and with words cut at a line's end made whole."""
    lines = text.split("\n")
    shapes = Counter(re.sub(r"\d+", "#", line.strip()) for line in lines)
    kept = [line for line in lines if line.strip() and shapes[re.sub(r"\d+", "#", line.strip())] == 1]
    return re.sub(r"(?<=\w)-\n\s*(?=[a-zà-ÿ])", "", "\n".join(kept))


def provisions(document: Path) -> list[dict[str, Any]]:
    """The annotation beside ``document``: a list of provisions in document order."""
    found: list[dict[str, Any]] = json.loads(document.with_suffix(".json").read_text("utf-8"))
    return found


def name(document: Path) -> str:
    return document.relative_to(FOLDER).with_suffix("").as_posix()


def test_every_document_has_its_annotation_and_its_line_in_the_readme() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert {d.with_suffix(".json") for d in DOCUMENTS} == set(FOLDER.rglob("*.json"))
    assert len([d for d in DOCUMENTS if d.parent == FOLDER]) >= 12
    assert len([d for d in DOCUMENTS if d.parent.name == "heldout"]) >= 5
    for document in DOCUMENTS:
        mark = " (held out)" if document.parent != FOLDER else ""
        assert f"| `{document.stem}`{mark} |" in readme


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_the_words_stand_in_the_document_in_order(document: Path) -> None:
    text = document.read_text("utf-8")
    plain, joined = folded(text), folded(unpaged(text))
    haystack = plain if all(p["text"] in plain for p in provisions(document)) else joined
    position = 0
    for provision in provisions(document):
        at = haystack.find(provision["text"], position)
        assert at >= 0, f"{provision['label']}: not found after {position}: {provision['text'][:80]}"
        position = at + len(provision["text"])


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_field_is_valid(document: Path) -> None:
    found = provisions(document)
    assert 15 <= len(found) <= 60
    for provision in found:
        assert set(provision) == FIELDS
        assert provision["strength"] in STRENGTHS[provision["kind"]]
        assert all(provision[field].strip() for field in ("label", "issuer", "text", "section"))
        assert provision["text"] == folded(provision["text"])
        assert len(set(provision["addressees"])) == len(provision["addressees"])
        assert bool(provision["addressees"]) or provision["kind"] in {"principle", "finding"}
        for part in (provision["deadline"] or "").split(" | "):
            assert part in provision["text"]
