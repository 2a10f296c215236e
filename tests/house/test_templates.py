"""Templates carry no script or style of their own, and no word that cannot be translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "koinon"
TEMPLATES = sorted(p for p in SOURCE.rglob("templates/**/*") if p.suffix in (".html", ".txt", ".xml"))

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*(?:\bsrc=|application/json))", re.I)
UNSEEN = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}"
    r"|{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}"
    r"|<(code|kbd|pre|svg|samp)\b.*?</\1>|<\?xml.*?\?>|<!doctype[^>]*>",
    re.S | re.I,
)
MARKUP = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN = re.compile(r'\b(?:title|alt|aria-label|placeholder|content)="([^"]*)"')
NAMES = {"Koinon", "JSON", "CSV", "Atom", "XLSX", "PDF", "OpenAPI", "TOTP", "UTC"} | {
    "width", "device", "initial", "scale", "light", "dark", "noindex", "image", "svg", "https", "www", "org",
}  # fmt: skip


def unmarked(text: str) -> list[str]:
    """The words that a reader would see and no translator ever will."""
    text = MARKUP.sub(" ", UNSEEN.sub(" ", text))
    seen = re.sub(r"<[^>]*>", " ", text) + " " + " ".join(SPOKEN.findall(text))
    return [w for w in re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", seen)) if w not in NAMES]


def test_the_check_sees_what_it_should() -> None:
    assert unmarked('<p title="Left">{% translate "in" %} {{ x }} Out<br>{# no #}</p>') == ["Out", "Left"]
    assert INLINE.search('<a onclick="x()">') and INLINE.search("<script>") and len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_template_is_clean_and_translatable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not INLINE.search(text), "no inline script, style or handler: the content policy refuses it"
    if path.suffix != ".xml":
        assert not unmarked(text), "mark it with {% translate %}"
