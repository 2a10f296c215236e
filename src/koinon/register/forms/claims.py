"""What someone states of a follow-up, corrects, concludes and judges, as forms bring it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from koinon.register.engine import choices
from koinon.register.engine.following.exhibits import Exhibit
from koinon.register.engine.following.words import Level

DAY = {"type": "date"}


class EvidenceForm(forms.Form):
    """A file, a link, or both."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,  # refused by the action, whose sentence names the mend
        help_text=_("PDF, PNG, JPEG, Word, Excel, OpenDocument, text or CSV, up to 20 MiB."),
    )
    file_title = forms.CharField(label=_("What the file is"), required=False, max_length=300)
    address = forms.CharField(
        label=_("The address of a page"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr", "placeholder": "https://"}),
        help_text=_("A dated copy of the page is kept, since pages change and go away."),
    )
    address_title = forms.CharField(label=_("What the page is"), required=False, max_length=300)

    def evidence(self) -> list[Exhibit]:
        """What was brought."""
        values, found = self.cleaned_data, []
        if values.get("file") is not None:
            file = values["file"]
            found.append(Exhibit(values["file_title"], name=file.name, data=file.read()))
        if values.get("address"):
            found.append(Exhibit(values["address_title"], address=values["address"]))
        return found


class StatementForm(EvidenceForm):
    """How far something is done, on which day, in words, with evidence."""

    level = forms.ChoiceField(label=_("How far is it done?"), widget=forms.RadioSelect)
    as_of = forms.DateField(
        label=_("On which day was it so?"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("The day whose state you describe, not later than today."),
    )
    text = forms.CharField(
        label=_("What do you base this on?"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What was done and what was not, and how you know. Everyone can read this."),
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=choices.LANGUAGES)
    contests = forms.TypedChoiceField(
        label=_("Does it contest another statement?"), required=False, coerce=int, empty_value=None
    )
    field_order = (
        "speaker", "level", "as_of", "text", "language", "contests", "pseudonymous", "reason",
        "keep_evidence", "file", "file_title", "address", "address_title",
    )  # fmt: skip

    def __init__(
        self, *args: Any, levels: Sequence[tuple[str, str]], contests: Sequence[tuple[int, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["level"].choices = list(levels)  # type: ignore[attr-defined]
        if contests:
            self.fields["contests"].choices = [("", _("No")), *contests]  # type: ignore[attr-defined]
        else:
            del self.fields["contests"]

    def said(self) -> dict[str, Any]:
        """The parts of what is said, by name."""
        values = self.cleaned_data
        return {
            "level": Level(values["level"]),
            "as_of": values["as_of"],
            "text": values["text"],
            "language": values["language"],
            "contests": values.get("contests"),
            "pseudonymous": bool(values.get("pseudonymous")),
            "evidence": self.evidence(),
        }


class ClaimForm(StatementForm):
    """A statement in one of the names that someone may speak in, where it may be so under a pseudonym."""

    speaker = forms.ChoiceField(label=_("In whose name?"), widget=forms.RadioSelect)
    pseudonymous = forms.BooleanField(
        label=_("Do not name us: show “an organisation known to the secretariat”"), required=False
    )

    def __init__(self, *args: Any, speakers: Sequence[tuple[str, str]], nameless: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["speaker"].choices = list(speakers)  # type: ignore[attr-defined]
        if len(speakers) == 1:
            self.fields["speaker"].widget = forms.HiddenInput()
            self.fields["speaker"].initial = speakers[0][0]
        if not nameless:
            del self.fields["pseudonymous"]


class CorrectClaimForm(StatementForm):
    """A statement that takes the place of an earlier one."""

    reason = forms.CharField(
        label=_("Why is it corrected?"), max_length=1000, help_text=_("Everyone can read this beside it.")
    )
    keep_evidence = forms.BooleanField(label=_("Keep its evidence"), required=False, initial=True)


class WithdrawForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=1000, help_text=_("Everyone can read this beside it.")
    )


class JudgementForm(forms.Form):
    """Whether a provision can be verified, and why."""

    speaker = forms.ChoiceField(label=_("In whose name?"), widget=forms.RadioSelect)
    verifiable = forms.TypedChoiceField(
        label=_("Is it specific enough to be verified?"),
        widget=forms.RadioSelect,
        choices=(
            ("yes", _("Yes: one can tell from what is done whether it was kept.")),
            ("no", _("No: whatever is done, one could not tell whether it was kept.")),
        ),
        coerce=lambda value: value == "yes",
    )
    reasons = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Everyone can read this.")
    )
    language = forms.ChoiceField(label=_("Language of your text"), choices=choices.LANGUAGES)

    def __init__(self, *args: Any, speakers: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["speaker"].choices = list(speakers)  # type: ignore[attr-defined]
        if len(speakers) == 1:
            self.fields["speaker"].widget = forms.HiddenInput()
            self.fields["speaker"].initial = speakers[0][0]


def first_values(language: str, today: date) -> dict[str, Any]:
    """What a new statement begins with: the language of the document, never that of the interface."""
    known = dict(choices.LANGUAGES)
    return {"language": language if language in known else "und", "as_of": today}


def in_words(level: str, words: str, meaning: str) -> tuple[str, str]:
    """A level with its sentence, as a choice."""
    return level, _now("%(level)s: %(meaning)s") % {"level": words, "meaning": meaning}
