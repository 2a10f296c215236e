"""Forms of the report to the next conference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from koinon.people.forms.fields import DayField, LinesField
from koinon.register.engine.reporting.prose import MOST
from koinon.register.engine.reporting.sections import Key, Section

TICKED = 150  # choices that are shown to be ticked; more are named one a line


class CoversForm(forms.Form):
    """What a report covers."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=300)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)
    as_of = DayField(
        label=_("As of"),
        help_text=_(
            "The figures are those of the end of this day. It can be published once the day has ended."
        ),
    )
    time_zone = forms.CharField(
        label=_("Time zone of that day"), max_length=64, help_text=_("Such as Asia/Jakarta.")
    )
    compared_with = DayField(
        label=_("Compare with"), required=False, help_text=_("Such as the day of the last conference.")
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"] = _several(_("Documents"), choices.documents)
        self.fields["themes"] = _several(_("Themes"), choices.themes)
        self.fields["parties"] = _several(_("Parties"), choices.parties)

    def covers(self) -> dict[str, Any]:
        """The values without the revision that the person saw."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def _several(label: Any, choices: Sequence[tuple[str, str]]) -> forms.Field:
    none = _("None chosen means all.")
    if len(choices) <= TICKED:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=widget, help_text=none
        )
    help_text = _("One a line: the last part of its address. None means all.")
    return LinesField(label=label, help_text=help_text)


class SectionsForm(forms.Form):
    """The prose of every section at once, so that saving one loses nothing of another."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Iterable[Section], usual: dict[Key, str], **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        for section in sections:
            for name in ("heading", "prose", "shown"):
                initial[f"{section.key.value}-{name}"] = getattr(section, name)
        super().__init__(*args, **kwargs)
        for key in Key:
            self.fields[f"{key.value}-heading"] = forms.CharField(
                label=_("Heading"), max_length=200, required=False,
                widget=forms.TextInput({"placeholder": usual[key]}),
            )  # fmt: skip
            self.fields[f"{key.value}-prose"] = forms.CharField(
                label=_("Text"), max_length=MOST, required=False, widget=forms.Textarea({"rows": 5})
            )
            self.fields[f"{key.value}-shown"] = forms.BooleanField(
                label=_("Show this section"), required=False
            )

    def of(self, key: Key) -> dict[str, Any]:
        """The bound fields of a section."""
        return {name: self[f"{key.value}-{name}"] for name in ("heading", "prose", "shown")}

    def written(self) -> list[Section]:
        """What was typed."""
        said = self.cleaned_data
        return [
            Section(k, *(said[f"{k.value}-{name}"] for name in ("heading", "prose", "shown"))) for k in Key
        ]


class ExampleForm(forms.Form):
    """One candidate for a good example."""

    chosen = forms.BooleanField(label=_("Show as a good example"), required=False)
    words = forms.CharField(
        label=_("What is good about it"), max_length=MOST, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
