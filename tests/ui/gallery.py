"""Every component on one page, with invented words: what the browser tests look at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from koinon.ui import charts

PAGE = Path(__file__).with_name("gallery.html")


class Sample(forms.Form):
    """One field of each sort that forms use."""

    title = forms.CharField(help_text="As it stands on the first page.")
    kind = forms.ChoiceField(choices=[("a", "Declaration"), ("b", "Plan of action")])
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(required=False, help_text="PDF, DOCX, ODT, HTML or text, up to 50 MB.")
    invented = forms.BooleanField(label="Everything in it is invented", required=False)
    strength = forms.ChoiceField(widget=forms.RadioSelect, choices=[("x", "Binding"), ("y", "Optional")])


def _provisions() -> list[Any]:
    document = SimpleNamespace(
        title="Declaration of Port Callis", get_absolute_url="/documents/x/", issued_on=dt.date(2025, 3, 14)
    )
    rows = [
        ("7", "commitment", "binding", "The Parties shall refrain from the acquisition and use of intrusive "
         "surveillance technology against journalists, human rights defenders and members of parliament."),
        ("9 (b)", "recommendation", "recommendation", "We invite the Council of Observers to report on the "
         "conduct of elections in every participating country within six months."),
        ("iii", "principle", "intention", "Power is held on trust and for a time."),
        ("", "finding", "optional", "Parties may consider establishing a joint fund for local newsrooms."),
    ]  # fmt: skip
    known = SimpleNamespace(name="Member states", party=SimpleNamespace(key="members"))
    unknown = SimpleNamespace(name="providers of digital infrastructure", party=None)
    return [
        SimpleNamespace(
            number=number, label=label, kind=kind, strength=strength, text=text, document=document,
            addressees=[known, unknown] if kind != "principle" else [],
            deadline_due=dt.date(2026, 12, 31) if label == "7" else None,
            deadline_text="within six months" if label.startswith("9") else "",
        )
        for number, (label, kind, strength, text) in enumerate(rows, start=1)
    ]  # fmt: skip


def _document(title: str, language: str, issued_on: dt.date) -> Any:
    return SimpleNamespace(
        title=title, language=language, issued_on=issued_on,
        get_absolute_url="#", issuer_names=["Halcyon Assembly"],
    )  # fmt: skip


def context() -> dict[str, Any]:
    """What the gallery page needs."""
    options = [SimpleNamespace(value=str(n), label=w, count=9 * n + 3, selected=n == 1)
               for n, w in enumerate(("Commitment", "Recommendation", "Principle", "Finding"))]  # fmt: skip
    many = [
        SimpleNamespace(value=str(n), label=f"Theme number {n}", count=n, selected=False) for n in range(11)
    ]
    strengths = ["Binding", "Intention", "Recommended", "Optional"]
    return {
        "request": RequestFactory().get("/documents/", {"page": "5"}),
        "partnership_name": "Halcyon Partnership",
        "demonstration": True,
        "crumbs": [("/", "Home"), ("/documents/", "Documents"), ("", "Declaration of Port Callis")],
        "tabs": [
            {"address": "#", "words": "Provisions", "current": True, "count": 42},
            {"address": "#text", "words": "Text", "current": False},
        ],
        "provisions": _provisions(),
        "documents": [
            _document("Plan of Action for Free Media 2025–2030", "en", dt.date(2025, 6, 1)),
            _document("إعلان بورت كاليس بشأن الانتخابات المفتوحة", "ar", dt.date(2025, 3, 14)),
        ],
        "page": Paginator(range(200), 10).page(5),
        "options": options,
        "many": many,
        "facts": [("Issued by", "Halcyon Assembly"), ("Date", "14 March 2025"), ("Language", "English")],
        "form": Sample({"kind": "a"}),
        "drawn": charts.bars(
            [("Member states", 21), ("Council of Observers", 9), ("Callis", 6), ("Secretariat", 3)],
            title="Who is asked", summary="Provisions of all published documents, by addressee.",
            columns=("Addressee", "Provisions"),
        ),
        "stacked": charts.stacked(
            [("Elections", (4, 3, 6, 1)), ("Free media", (1, 5, 9, 2)), ("Surveillance", (3, 1, 2, 0))],
            title="What is asked, by theme and strength", summary="A provision counts once for each theme.",
            label="Theme", series=strengths,
        ),
    }  # fmt: skip


def page() -> str:
    """The gallery as HTML."""
    return Template(PAGE.read_text("utf-8")).render(Context(context()))
