"""The words of a report: its sections, its figures, the levels and sides of claims."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koinon.register.engine.reporting.sections import Key

HEADINGS: dict[Key, str | Promise] = {
    Key.INTRODUCTION: _("Introduction"),
    Key.OVERVIEW: _("The register in figures"),
    Key.ANSWERS: _("Answers"),
    Key.SILENCE: _("Silence"),
    Key.DATES: _("Dates that have passed"),
    Key.COMPLETION: _("How far it is done"),
    Key.DISPUTES: _("Where accounts contradict each other"),
    Key.EXAMPLES: _("Good examples"),
    Key.CONCLUSIONS: _("Conclusions"),
    Key.DOCUMENTS: _("Annex: by document"),
    Key.PARTIES: _("Annex: by party"),
    Key.METHOD: _("How this report is made"),
}
FIGURES: dict[str, str | Promise] = {
    "documents": _("Documents"),
    "provisions": _("Provisions"),
    "provisions.commitment": _("of these, commitments"),
    "provisions.recommendation": _("of these, recommendations"),
    "provisions.principle": _("of these, principles"),
    "provisions.finding": _("of these, findings"),
    "provisions.verifiable": _("judged verifiable"),
    "provisions.not_verifiable": _("judged not verifiable"),
    "provisions.judged_both_ways": _("judged both ways"),
    "parties": _("Parties and others asked"),
    "follow_ups": _("Follow-ups: one for each provision and addressee"),
    "follow_ups.expected": _("an answer was given or is expected"),
    "follow_ups.answered": _("answered"),
    "follow_ups.silent": _("silent: the date for the answer has passed"),
    "follow_ups.awaited": _("awaited: the date has not passed"),
    "follow_ups.overdue": _("another date has passed: of the deed or of a report"),
    "follow_ups.claimed": _("someone says how far it is done"),
    "follow_ups.disputed": _("claims contradict each other"),
    "answers.accepted": pgettext_lazy("position", "accepted"),
    "answers.accepted-in-part": pgettext_lazy("position", "accepted in part"),
    "answers.noted": pgettext_lazy("position", "noted"),
    "answers.declined": pgettext_lazy("position", "declined"),
    "claims": _("Claims that count: the latest of each claimant"),
}
LEVELS: dict[str, str | Promise] = {
    "no-evidence": _("No evidence"),
    "not-started": _("Not started"),
    "limited": _("Limited"),
    "substantial": _("Substantial"),
    "complete": _("Complete"),
}
SIDES: dict[str, str | Promise] = {
    "addressee": _("The addressee"),
    "civil-society": _("Civil society"),
    "assessor": _("Independent assessor"),
    "peer": _("Peer"),
}
PSEUDONYM = _("An organisation known to the secretariat")
DATES: dict[str, str | Promise] = {
    "answer": pgettext_lazy("date", "answer"),
    "report": pgettext_lazy("date", "report"),
    "due": pgettext_lazy("date", "to be done"),
}
METHOD: tuple[str | Promise, ...] = (
    _(
        "Every figure is counted from the register as it stood at the end of the day named above, from what "
        "is kept with its moments; it can be counted again at any time, and gives the same."
    ),
    _(
        "A follow-up is one provision and one addressee. It is silent when an answer was expected, the date "
        "and its days of grace have passed in the time zone of the policy, and none was published."
    ),
    _(
        "Claims of completion use the levels of the Open Government Partnership. They are counted side by "
        "side and never averaged; no party is ranked; where two claims contradict each other, both stand."
    ),
)
