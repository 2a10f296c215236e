"""Dates as people set them: a policy on one page, or another date for one addressee."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from koinon.kernel.refusals import Refused
from koinon.register.engine import choices
from koinon.register.engine.following.policy import ISSUED, MOST_STEPS, PUBLISHED, Proposed, checked
from koinon.register.engine.following.terms import Expected, Step, To
from koinon.ui.telling import spoken, told

WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
TOLD = [
    (To.FOCAL_POINT.value, _("the focal point")),
    (To.VALIDATOR.value, _("the validator")),
    (To.SECRETARIAT.value, _("the secretariat")),
    (To.PUBLIC.value, _("everyone: a public notice")),
]
EXPECTED = [
    (Expected.ANSWER.value, _("The answer")),
    (Expected.REPORT.value, _("The report")),
    (Expected.DUE.value, _("What is to be done")),
]
BEFORE, AFTER = "before", "after"
FROM_NOW, BACK = "from-now", "back"


def _number(label: Any, most: int, help_text: Any = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, help_text=help_text
    )


class PolicyForm(forms.Form):
    """What is expected by when, with the steps before and after each date."""

    kinds = forms.MultipleChoiceField(
        label=_("Of which provisions"),
        choices=spoken(choices.KINDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    counted_from = forms.ChoiceField(
        label=_("Days are counted from"),
        choices=[
            (PUBLISHED, _("the day it is published here")),
            (ISSUED, _("the document’s own date")),
        ],
        widget=forms.RadioSelect,
    )
    answer_days = _number(
        _("Days to answer"), 3_650, _("Empty: no answer is expected, and nobody is shown as silent.")
    )
    report_months = _number(
        _("Months from report to report"), 120, _("Empty: no reports are expected."), least=1
    )
    due_on = forms.DateField(
        label=_("To be done by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Where the text sets no date of its own."),
    )
    grace_days = _number(_("Days of grace"), 365, _("A date has passed only when these have passed too."))
    working_days = forms.BooleanField(label=_("Days to answer and of grace are working days"), required=False)
    weekend = forms.MultipleChoiceField(
        label=_("Days that are not worked"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    holidays = forms.CharField(
        label=_("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One date a line, as 2027-05-01."),
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Where a day begins and ends: a name such as Europe/Paris or Asia/Jakarta."),
    )
    reaches_back = forms.ChoiceField(
        label=_("For what is published already"),
        choices=[
            (FROM_NOW, _("Leave its dates: this holds for what is published from now on")),
            (BACK, _("Set its dates anew: each date that moves ends, and another begins, with the reason")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,  # refused by the action when it is applied, not while one looks
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        help_text=_("Needed to set the dates. Everyone may read it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(MOST_STEPS):
            self.fields[f"days_{n}"] = _number(_("Days"), 730)
            self.fields[f"when_{n}"] = forms.ChoiceField(
                label=_("Before or after"),
                required=False,
                choices=[(BEFORE, _("days before the date")), (AFTER, _("days after the date"))],
            )
            self.fields[f"to_{n}"] = forms.ChoiceField(label=_("Who is told"), required=False, choices=TOLD)

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of the steps, row by row."""
        return [(self[f"days_{n}"], self[f"when_{n}"], self[f"to_{n}"]) for n in range(MOST_STEPS)]

    def clean_holidays(self) -> tuple[date, ...]:
        """Each line a date."""
        days = set()
        for line in filter(None, map(str.strip, self.cleaned_data["holidays"].splitlines())):
            try:
                days.add(date.fromisoformat(line))
            except ValueError as error:
                raise forms.ValidationError(
                    _now("“%(line)s” is no date: write it as 2027-05-01.") % {"line": line[:40]}
                ) from error
        return tuple(sorted(days))

    def policy(self) -> Proposed | None:
        """The policy, None where it cannot be: then the field says why."""
        values = self.cleaned_data
        proposed = Proposed(
            kinds=tuple(values["kinds"]),
            counted_from=values["counted_from"],
            answer_days=values["answer_days"],
            report_months=values["report_months"],
            due_on=values["due_on"],
            grace_days=values["grace_days"] or 0,
            working_days=values["working_days"],
            weekend=tuple(map(int, values["weekend"])),
            holidays=values["holidays"],
            time_zone=values["time_zone"].strip(),
            steps=tuple(sorted(self._steps())),
        )
        try:
            return checked(proposed)
        except Refused as refusal:
            self.refused(refusal)
            return None

    def refused(self, refusal: Refused) -> None:
        """Show a refusal at the field that it names."""
        field = str(refusal.data.get("field", ""))
        self.add_error(field if field in self.fields else None, told(refusal.message))

    def _steps(self) -> list[Step]:
        values = self.cleaned_data
        return [
            Step(days if values[f"when_{n}"] == AFTER else -days, To(values[f"to_{n}"]))
            for n in range(MOST_STEPS)
            if (days := values[f"days_{n}"]) is not None
        ]


def filled_in(policy: Proposed) -> dict[str, Any]:
    """The form's values for a policy."""
    values: dict[str, Any] = {
        "kinds": list(policy.kinds),
        "counted_from": policy.counted_from,
        "answer_days": policy.answer_days,
        "report_months": policy.report_months,
        "due_on": policy.due_on,
        "grace_days": policy.grace_days or None,
        "working_days": policy.working_days,
        "weekend": list(map(str, policy.weekend)),
        "holidays": "\n".join(day.isoformat() for day in policy.holidays),
        "time_zone": policy.time_zone,
        "reaches_back": FROM_NOW,
    }
    for n, step in enumerate(policy.steps):
        values |= {
            f"days_{n}": abs(step.days),
            f"when_{n}": AFTER if step.days > 0 else BEFORE,
            f"to_{n}": step.to.value,
        }
    return values


class AgreeForm(forms.Form):
    """Another date for one addressee, for any number of its follow-ups."""

    kind = forms.ChoiceField(label=_("For what"), choices=EXPECTED)
    day = forms.DateField(
        label=_("Date that is agreed"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        help_text=_("Everyone may read it."),
    )
