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
from koinon.ui.telling import spoken
from koinon.ui.templatetags.ui import STRENGTH_WORDS


class UploadForm(forms.Form):
    """A file, or pasted text with a name; optionally on behalf of a party."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # refused by the action, whose sentence names the mend
        help_text=_("Text, Markdown, web page, PDF, Word (.docx) or OpenDocument (.odt), up to 50 MiB."),
    )
    pasted = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    name = forms.CharField(
        label=_("Its name"), required=False, max_length=120, widget=forms.TextInput(attrs={"size": 40})
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of file and text."""
        values = super().clean() or {}
        file, pasted = values.get("file"), (values.get("pasted") or "").strip()
        if (file is not None) == bool(pasted) and not self.errors:
            raise forms.ValidationError(
                _("There are a file and a pasted text: take one of them away.")
                if pasted
                else _("Choose a file, or paste the text.")
            )
        return values

    def content(self) -> tuple[str, bytes]:
        """The name and the bytes of what came."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return file.name, file.read()
        return f"{self.cleaned_data['name'] or _('Pasted text')}.txt", self.cleaned_data["pasted"].encode()


class SheetForm(forms.Form):
    """A spreadsheet that comes back."""

    file = forms.FileField(label=_("File"), help_text=_("XLSX or CSV, up to 20 MiB."))


def revision_in(values: Any) -> int:
    """The revision that a person saw, as the form sent it back; 0, which is none, if it makes no sense."""
    text = values.get("revision") or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class DescriptionForm(forms.Form):
    """What a document is."""

    title = forms.CharField(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind of document"), choices=spoken(choices.DOCUMENT_KINDS))
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
    kind = forms.ChoiceField(label=_("Kind"), choices=spoken(choices.KINDS))
    strength = forms.ChoiceField(
        label=_("Strength"), choices=[(value, word) for value, (word, _degree) in STRENGTH_WORDS.items()]
    )
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
        help_text=_("One name a line. Names of parties that are known are linked to them."),
    )
    deadline_text = forms.CharField(label=_("In the text’s words"), required=False, max_length=300)
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
        label=_("Why"),
        error_messages={"required": _("Say why: everyone will read it beside the provision.")},
        help_text=_("Everyone can read this beside the provision."),
    )

    def __init__(
        self,
        *args: Any,
        themes: list[tuple[str, str]],
        groups: list[tuple[str, str]],
        published: bool = False,
        **kw: Any,
    ):
        super().__init__(*args, **kw)
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]
        if not published:
            del self.fields["reason"]

    def _chosen(self, name: str) -> list[str]:
        words = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        return [words[key] for key in self[name].value() or () if key in words]

    def chosen_themes(self) -> list[str]:
        """The words of the themes that are ticked."""
        return self._chosen("themes")

    def chosen_groups(self) -> list[str]:
        """The words of the groups that are ticked."""
        return self._chosen("groups")

    def label_errors(self) -> bool:
        """Whether the folded label or section is what cannot be taken."""
        return bool(self["label"].errors or self["section"].errors)

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


class ImportForm(forms.Form):
    """A file of rows and its format, which may be left to be found out."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # refused by the action, whose sentence names the mend
        help_text=_("CSV, XLSX or JSON as it was exported, up to 50 MiB."),
    )
    wanted = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("find-out", _("Find out by its columns")),
            ("upr-info", _("UPR Info: recommendations as CSV")),
            ("uhri", _("Universal Human Rights Index: export as XLSX or JSON")),
            ("impact-oss", _("IMPACT OSS: recommendations as CSV")),
            ("sheet", _("A spreadsheet of our own, from the template")),
        ],
        initial="find-out",
    )

    def content(self) -> tuple[str, bytes]:
        """The name and the bytes of the file."""
        file = self.cleaned_data["file"]
        return file.name, file.read()


class TranslationForm(forms.Form):
    """A translation: its language, what is said of it, and its file if there is one."""

    language = forms.ChoiceField(label=_("Language"))
    title = forms.CharField(label=_("Title in that language"), required=False, max_length=500)
    standing = forms.ChoiceField(
        label=_("Who translated?"),
        choices=[
            ("human", _("A person translated it")),
            ("machine", _("A machine translated it")),
            ("authoritative", _("Nobody: this text is equally authentic")),
        ],
        widget=forms.RadioSelect,
        initial="human",
    )
    made_by = forms.CharField(
        label=_("By whom, or by which program"), required=False, max_length=300,
        help_text=_("Everyone can read this."),
    )  # fmt: skip
    made_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(
        label=_("The translated file"), required=False,
        help_text=_("Text, Markdown, web page, PDF, Word (.docx) or OpenDocument (.odt), up to 20 MiB. "
                    "Without a file, fill in a sheet or type the wordings."),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class WordingForm(forms.Form):
    """One provision in the language of a translation."""

    text = forms.CharField(label=_("Wording"), widget=forms.Textarea(attrs={"rows": 6}))
    standing = forms.ChoiceField(
        label=_("Who translated?"),
        choices=[
            ("human", _("A person translated it")),
            ("machine", _("A machine translated it")),
            ("authoritative", _("Nobody: this text is equally authentic")),
        ],
    )
    made_by = forms.CharField(label=_("By whom, or by which program"), required=False, max_length=300)
    before = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class KeptSearchForm(forms.Form):
    """A search to keep, by what name, and how often to hear of it."""

    name = forms.CharField(label=_("Its name"), max_length=200)
    digest = forms.ChoiceField(
        label=_("Tell me by mail when it finds something new"),
        choices=[
            ("none", _("Never")),
            ("daily", _("At most once a day")),
            ("weekly", _("At most once a week")),
        ],
        initial="none",
    )
    query = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
