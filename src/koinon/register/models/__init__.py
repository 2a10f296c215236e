from koinon.register.models.answers import Answer
from koinon.register.models.claims import Claim, Claimant, Evidence, Judgement, Kept
from koinon.register.models.documents import Document, Proposal, Reading, Source
from koinon.register.models.following import Expectation, FollowUp, Letter, Policy, Term
from koinon.register.models.intake import Intake, Row
from koinon.register.models.lineage import Compared, Restatement
from koinon.register.models.mechanisms import (
    Mechanism,
    MechanismMeeting,
    MechanismMember,
    Process,
    ProcessStage,
    Watch,
)
from koinon.register.models.provisions import Addressee, Draft, Issuer, Provision, Revision
from koinon.register.models.reminders import CalendarAddress, NextRound, Reminder
from koinon.register.models.reports import Edition, EditionFile, Report
from koinon.register.models.reviews import (
    Cycle,
    Review,
    Reviewer,
    ReviewPaper,
    ReviewQuestion,
    ReviewRecommendation,
    ReviewStage,
    Speaker,
)
from koinon.register.models.searches import SavedSearch
from koinon.register.models.translations import Standing, Translation, Wording

__all__ = [
    "Addressee", "Answer", "CalendarAddress", "Claim", "Claimant", "Compared", "Cycle", "Document", "Draft",
    "Edition", "EditionFile", "Evidence", "Expectation", "FollowUp", "Intake", "Issuer", "Judgement",
    "Kept", "Letter", "Mechanism", "MechanismMeeting", "MechanismMember", "NextRound", "Policy",
    "Process", "ProcessStage", "Proposal", "Provision", "Reading", "Reminder", "Report", "Restatement",
    "Review", "ReviewPaper", "ReviewQuestion", "ReviewRecommendation", "ReviewStage", "Reviewer",
    "Revision", "Row", "SavedSearch", "Source", "Speaker", "Standing", "Term", "Translation", "Watch",
    "Wording",
]  # fmt: skip
