"""The words of peer review: its stages, who has each in hand, and its papers.

Modelled on the Universal Periodic Review (Human Rights Council resolutions 5/1 and 16/21).
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stages of a review, in their order."""

    SUMMARY = "summary"
    SELF_REPORT = "self-report"
    COMPILATION = "compilation"
    QUESTIONS = "questions"
    SESSION = "session"
    OUTCOME = "outcome"
    RESPONSE = "response"
    ADOPTION = "adoption"
    MID_TERM = "mid-term"


class Owner(StrEnum):
    """Who has a stage in hand."""

    PARTY = "party"
    CIVIL_SOCIETY = "civil-society"
    SECRETARIAT = "secretariat"
    REVIEWERS = "reviewers"


class Paper(StrEnum):
    """The papers of a review."""

    SELF_REPORT = "self-report"
    SUBMISSION = "submission"
    SUMMARY = "summary"
    COMPILATION = "compilation"
    OUTCOME = "outcome"
    RESPONSE = "response"
    MID_TERM = "mid-term"
