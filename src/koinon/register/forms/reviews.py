"""Taking part in a review: papers, questions, speakers, recommendations, stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koinon.people.forms.fields import DayField, PartyField
from koinon.people.queries import parties
from koinon.register.engine.choices import LANGUAGES
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.queries import knowledge
from koinon.register.queries.review_words import PAPERS, STAGES

Choices = Sequence[Any]


class MomentField(forms.DateTimeField):
    """A day and a time, picked in the browser's own calendar, in the installation's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OwnPartyField(forms.ChoiceField):
    """One of the parties that someone speaks for; the value is the party."""

    def __init__(self, own: Choices, **kwargs: Any) -> None:
        super().__init__(choices=[(party.key, party.name) for party in own], **kwargs)
        if len(own) == 1:
            self.initial = own[0].key

    def clean(self, value: Any) -> Any:
        return parties.party(super().clean(value))


def _who(own: Choices | None, label: Any) -> forms.Field:
    """A choice among one's own parties; for the secretariat (None) any party by its name."""
    return PartyField(label=label) if own is None else OwnPartyField(own, label=label)


class _Worded(forms.Form):
    """Some text and the language it is in."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 5}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class PaperForm(_Worded):
    """A paper, written here or as a file."""

    field_order = ("kind", "party", "title", "file", "text", "language")
    title = forms.CharField(label=_("Title"), max_length=300)
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[Paper], own: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = _("Or its text")
        self.fields["kind"] = forms.ChoiceField(
            label=_("Paper"), choices=[(kind.value, PAPERS[kind.value]) for kind in kinds]
        )
        if Paper.SUBMISSION in kinds and own:
            self.fields["party"] = OwnPartyField(own, label=_("Handed in for"))
        self.order_fields(self.field_order)

    def content(self) -> tuple[str, bytes] | None:
        """The name and the bytes of the file, if there is one."""
        file = self.cleaned_data["file"]
        return (file.name, file.read()) if file else None


class QuestionForm(_Worded):
    """A question in advance."""

    def __init__(self, *args: Any, own: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = OwnPartyField(own, label=_("Asked by"))
        self.order_fields(("party", "text", "language"))


class ReplyForm(forms.Form):
    """The answer to a question."""

    text = forms.CharField(label=_("Answer"), widget=forms.Textarea({"rows": 4}))


class WindowForm(forms.Form):
    """From when until when the list of speakers is open."""

    opens = MomentField(label=_("The list opens"))
    closes = MomentField(label=_("The list closes"))


class OrderForm(forms.Form):
    """Nothing to fill in: the order follows from the list, or from the seed of the cycle."""


class WhoForm(forms.Form):
    """A party."""

    def __init__(self, *args: Any, own: Choices | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = _who(own, _("Party"))


class RecommendationForm(_Worded):
    """A recommendation by one party, or by several together."""

    themes = forms.MultipleChoiceField(label=_("Themes"), required=False)

    def __init__(self, *args: Any, own: Choices | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = _who(own, _("Recommended by"))
        self.fields["themes"].choices = knowledge.theme_choices()  # type: ignore[attr-defined]
        self.order_fields(("party", "text", "language", "themes"))


class OutcomeForm(forms.Form):
    """The document that the outcome becomes."""

    title = forms.CharField(label=_("Title"), max_length=300)
    issued_on = DayField(label=_("Adopted on"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)


class StageForm(forms.Form):
    """What is done with a stage: finished, gone on without, moved."""

    kind = forms.ChoiceField(label=_("Stage"), choices=[(kind.value, STAGES[kind.value]) for kind in Stage])
    what = forms.ChoiceField(
        label=_("What is done"),
        choices=[("finish", _("It is done")), ("pass", _("Go on without it")), ("move", _("Move its dates"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What was done, or why"), widget=forms.Textarea({"rows": 2}), required=False
    )
    opens_on = DayField(label=_("Opens on"), required=False)
    due_on = DayField(label=_("Due on"), required=False)

    def clean(self) -> dict[str, Any]:
        """A move needs both days."""
        said = super().clean() or self.cleaned_data
        if said.get("what") == "move":
            for name in ("opens_on", "due_on"):
                if not said.get(name):
                    self.add_error(name, _("Say on which day."))
        return said


class LeavingForm(forms.Form):
    """Why a reviewer stands down."""

    reason = forms.CharField(label=_("Reason, which is public"), max_length=2000)
