"""What a focal point writes as an answer, a validator as a note, and the sheet that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.people.forms.fields import DayField
from koinon.register.engine import choices
from koinon.register.engine.following import answers as engine
from koinon.register.engine.following.answers import Said
from koinon.register.queries.answer_words import POSITIONS
from koinon.ui.telling import told_lazy

_LANGUAGES: Sequence[tuple[str, Any]] = choices.LANGUAGES


class TogetherForm(forms.Form):
    """One answer to several provisions."""

    position = forms.ChoiceField(
        label=_("Position"), choices=list(POSITIONS.items()), widget=forms.RadioSelect, required=False
    )
    part = forms.CharField(
        label=_("Which part is accepted"),
        required=False,
        help_text=_("Only where you accept in part."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        required=False,
        help_text=_("Published with the position. Needed where you note or decline."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language of your words"), choices=_LANGUAGES, initial="en")
    change = forms.CharField(
        label=_("Why the answer changes"),
        required=False,
        help_text=_("Only where an answer is published already: the earlier one stays readable beside it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, today: date, replaces: bool = False, complete: bool = False, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.today, self.replaces, self.complete = today, replaces, complete

    def said(self) -> Said:
        """The answer as it was typed."""
        data = self.cleaned_data
        return Said(
            data.get("position", ""),
            data.get("part", ""),
            data.get("reasons", ""),
            data.get("language", "en"),
            data.get("change", ""),
            data.get("given_on"),
        )

    def clean(self) -> dict[str, Any]:
        found = engine.faults(self.said(), replaces=self.replaces, complete=self.complete, today=self.today)
        for fault in found:
            if fault.field not in self.errors:
                self.add_error(fault.field, told_lazy(fault.said))
        return self.cleaned_data


class AnswerForm(TogetherForm):
    """The answer to one provision. `revision` is that of the draft as the page showed it."""

    given_on = DayField(
        label=_("Given elsewhere on"),
        required=False,
        help_text=_("Where you gave this answer before, as in a session: that day is shown beside it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    field_order = ("position", "part", "reasons", "change", "language", "given_on", "revision")


class NoteForm(forms.Form):
    """What a validator wants changed."""

    note = forms.CharField(
        label=_("What has to change"),
        required=False,
        max_length=engine.LONGEST["note"],
        help_text=_("Read within your party, by whoever drafts; never published."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerSheetForm(forms.Form):
    """A sheet of answers that comes back."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,  # refused by the action, whose sentence names the mend
        help_text=_("XLSX or CSV, as you downloaded it here and filled it in; up to 20 MiB."),
    )
