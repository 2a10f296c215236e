"""HTTP words into clean values, with a sentence where they cannot be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.register.engine import anchoring, choices
from koinon.register.engine.content import Content, Named
from koinon.register.engine.documents import Kind, Strength


class UploadForm(forms.Form):
    """A file, or pasted text with a name; optionally on behalf of a party."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Text, Markdown, web page, PDF, Word (.docx) or OpenDocument (.odt), up to 50 MiB."),
    )
    pasted = forms.CharField(
        label=_("Or paste the text"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    name = forms.CharField(
        label=_("Name of the pasted text"), required=False, max_length=120, initial=_("Pasted text")
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of file and text."""
        values = super().clean() or {}
        file, pasted = values.get("file"), (values.get("pasted") or "").strip()
        if bool(file) == bool(pasted) and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste a text: one of the two."))
        return values

    def content(self) -> tuple[str, bytes]:
        """The name and the bytes of what came."""
        file = self.cleaned_data.get("file")
        if file:
            return file.name, file.read()
        return f"{self.cleaned_data['name'] or 'text'}.txt", self.cleaned_data["pasted"].encode()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class DescriptionForm(forms.Form):
    """What a document is."""

    title = forms.CharField(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind of document"), choices=choices.DOCUMENT_KINDS)
    issuers = forms.CharField(
        label=_("Issued by"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name a line. Known parties are linked."),
    )
    issued_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language of the text"), choices=choices.LANGUAGES)

    def names(self) -> list[str]:
        """The issuers' names."""
        return _lines(self.cleaned_data["issuers"])


class ContentForm(forms.Form):
    """The content of one provision. The words must stand in the document."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    near = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words of the document"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Lengthen or shorten them; they must stand in the text exactly so."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.KINDS)
    strength = forms.ChoiceField(label=_("Strength"), choices=choices.STRENGTHS)
    label = forms.CharField(label=_("Label"), required=False, max_length=200)
    section = forms.CharField(
        label=_("Section"),
        required=False,
        max_length=1000,
        help_text=_("Headings from the top, joined by “>”."),
    )
    issuer = forms.CharField(label=_("Whose request or undertaking"), required=False, max_length=500)
    addressees = forms.CharField(
        label=_("Who is to do it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name a line. Known parties are linked."),
    )
    deadline_text = forms.CharField(label=_("Deadline, in the text’s words"), required=False, max_length=300)
    deadline_from = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    deadline_due = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    groups = forms.MultipleChoiceField(
        label=_("Groups of people"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        required=False,
        help_text=_("Everyone can read this beside the correction."),
    )

    def __init__(self, *args: Any, themes: list[tuple[str, str]], groups: list[tuple[str, str]], **kw: Any):
        super().__init__(*args, **kw)
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]

    def content(self, text: str, directory: Directory, before: Content | None) -> Content:
        """The content typed, anchored in the document's text; raises Refused where it is not there."""
        values = self.cleaned_data
        mentions = {a.name: a for a in before.addressees} if before else {}
        start, end = anchored(text, values["words"], values["near"], before)
        return Content(
            start=start,
            end=end,
            kind=Kind(values["kind"]),
            strength=Strength(values["strength"]),
            label=values["label"],
            section=tuple(part.strip() for part in values["section"].split(" > ") if part.strip()),
            issuer=values["issuer"],
            addressees=tuple(
                mentions.get(name) or addressee(name, directory) for name in _lines(values["addressees"])
            ),
            deadline_text=values["deadline_text"],
            deadline_from=values["deadline_from"],
            deadline_due=values["deadline_due"],
            themes=tuple(values["themes"]),
            groups=tuple(values["groups"]),
        )


def addressee(name: str, directory: Directory) -> Named:
    """A typed name with the party it leads to, if one is known."""
    party = directory.resolve(name)
    return Named(name, "", party.key if party else None)


def anchored(text: str, words: str, near: int, before: Content | None) -> tuple[int, int]:
    """The span of the words; unchanged words keep their span even where lines were joined."""
    try:
        return anchoring.found(text, words, near)
    except Refused:
        if before and " ".join(words.split()) == " ".join(text[before.start : before.end].split()):
            return before.start, before.end
        raise


def initial(content: Content, words: str, revision: int) -> dict[str, Any]:
    """The form's values for a content as it stands."""
    return {
        "revision": revision,
        "near": content.start,
        "words": words,
        "kind": content.kind.value,
        "strength": content.strength.value,
        "label": content.label,
        "section": " > ".join(content.section),
        "issuer": content.issuer,
        "addressees": "\n".join(a.name for a in content.addressees),
        "deadline_text": content.deadline_text,
        "deadline_from": content.deadline_from,
        "deadline_due": content.deadline_due,
        "themes": list(content.themes),
        "groups": list(content.groups),
    }
