"""Forms of incidents and of what lies ahead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import dated
from koinon.observatory.engine.incidents.told import (
    LONGEST_ACCOUNT,
    LONGEST_TITLE,
    Source,
    Told,
    source_line,
    source_of,
)
from koinon.people.forms.fields import DayField, PlaceField

GROUPS: list[tuple[str, str | Promise]] = [
    ("disruption", _("Disruption of constitutional rule")),
    ("restriction-legal", _("Restriction by law or order")),
    ("restriction-extralegal", _("Restriction outside the law")),
    ("reform", _("Reform")),
]
STATES: list[tuple[str, str | Promise]] = [
    ("reported", _("Reported")),
    ("corroborated", _("Corroborated")),
    ("verified", _("Verified")),
    ("refuted", _("Refuted")),
    ("struck", _("Struck")),
]
FLASHPOINTS: list[tuple[str, str | Promise]] = [
    ("election", _("Election")),
    ("referendum", _("Referendum")),
    ("sunset", _("Date on which something ends")),
    ("bill", _("Pending bill")),
    ("ruling", _("Ruling")),
    ("appointment", _("Appointment")),
    ("other", _("Other")),
]
LIKE_A_DAY = _("As exact as it is known: 2031-05-04, 2031-05 or 2031.")


def kind_choices() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """The kinds under their groups, as the language of the page calls them."""
    language = get_language() or "en"
    return [
        (label, [(one.key, one.title(language)) for one in kinds.kinds() if one.group == group])
        for group, label in GROUPS
    ]


def languages() -> list[tuple[str, str]]:
    """The languages in which an account may be written."""
    return [("", "—"), *((code, name) for code, name in settings.LANGUAGES)]


class ExactDayField(forms.CharField):
    """A day as exact as it is known; the value is the first day of it and how exact it is."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = dated(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("This is no date: write 2031-05-04, 2031-05 or 2031."))
        return found


class SourcesField(forms.CharField):
    """Sources, one a line: name, web address, day of publication, parted by bars."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Sources"),
            max_length=50_000,
            widget=forms.Textarea({"rows": 4}),
            help_text=_(
                "One a line: who says so, the web address, the day, parted by bars. Such as: "
                "Harbour Gazette | https://gazette.example/1 | 2031-05-04"
            ),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return "\n".join(source_line(source) for source in value)

    def clean(self, value: Any) -> list[Source]:
        return [source_of(line) for line in super().clean(value).splitlines() if line.strip()]


def _reasons(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": 3}), **kwargs)


class IncidentForm(forms.Form):
    """What is told of an incident."""

    place = PlaceField(label=_("Country or territory"), help_text=_("By name or code."))
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices)
    on = ExactDayField(label=_("When it happened, or began"), help_text=LIKE_A_DAY, max_length=10)
    ends = DayField(
        label=_("Last day"), required=False, help_text=_("Of what lasted for more than a day, such as a ban.")
    )
    title = forms.CharField(
        label=_("What happened, in one line"), max_length=LONGEST_TITLE,
        help_text=_("No name of anyone who may be in danger."),
    )  # fmt: skip
    account = forms.CharField(
        label=_("Account"), required=False, max_length=LONGEST_ACCOUNT,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What is known and how. Nothing by which someone in danger could be found."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the account"), choices=languages, required=False)
    sources = SourcesField()

    def told(self) -> Told:
        """What was filled in, as an incident."""
        said = self.cleaned_data
        on, exact = said["on"]
        return Told(
            said["place"].code, said["kind"], on, said["title"], exact, said["ends"], said["account"],
            said["language"], tuple(said["sources"]),
        )  # fmt: skip


class Behalf(forms.Form):
    """On whose behalf something is told."""

    behalf = forms.ChoiceField(label=_("Told for"), required=False)

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["behalf"].choices = parties  # type: ignore[attr-defined]


class NewIncidentForm(IncidentForm, Behalf):
    """An incident that is told for the first time, and for whom."""

    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)
    anyway = forms.BooleanField(
        label=_("I have looked: it is none of those that stand here already"), required=False
    )
    field_order = ("behalf",)


class CorrectionForm(IncidentForm):
    """What is told of an incident from now on, and why."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    why = _reasons(_("Why it is corrected"), help_text=_("Everyone may read it."))
    withhold = forms.BooleanField(
        label=_("The words that stood before may put someone in danger: show them to nobody any more"),
        required=False,
    )


class StateForm(forms.Form):
    """How an incident stands, and what was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("How it stands"), choices=STATES[:4], widget=forms.RadioSelect)
    reasons = _reasons(_("What was looked at"), help_text=_("Everyone may read it."))


class StrikeForm(forms.Form):
    """Why an incident should never have stood."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reasons = _reasons(_("Why it should never have stood"), help_text=_("Everyone may read it."))
    withhold = forms.BooleanField(
        label=_("Its words may put someone in danger: show them to nobody any more"), required=False
    )


class SheetForm(Behalf):
    """A spreadsheet of incidents."""

    file = forms.FileField(label=_("CSV or XLSX file"))
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)


class FlashpointForm(forms.Form):
    """Something that lies ahead."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = PlaceField(label=_("Country or territory"), help_text=_("By name or code."))
    kind = forms.ChoiceField(label=_("Kind"), choices=FLASHPOINTS)
    on = ExactDayField(label=_("When"), help_text=LIKE_A_DAY, max_length=10)
    title = forms.CharField(label=_("What lies ahead"), max_length=300)
    why = forms.CharField(
        label=_("Why it matters"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(label=_("Where the date can be checked"), max_length=300)
    address = forms.URLField(label=_("Web address"), required=False, assume_scheme="https", max_length=2000)
    process = forms.SlugField(
        label=_("Watched process"), required=False, max_length=120,
        help_text=_("If the register watches it: the last part of its address."),
    )  # fmt: skip
    invented = forms.BooleanField(label=_("Invented, for demonstration"), required=False)

    def values(self) -> dict[str, Any]:
        """What was filled in, for the actions."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("on", "revision")}
        on, exact = self.cleaned_data["on"]
        return said | {"on": on, "exact": exact}
