"""The words of following up: what an addressee answers, how far something is done, who says so.

Levels are the completion codes of the Open Government Partnership's Independent Reporting Mechanism
(IRM Procedures Manual): they are ordered but not measured, so nothing is ever averaged over them.
"""

from __future__ import annotations

from enum import StrEnum


class Position(StrEnum):
    """What an addressee says to a provision; "noted" and "declined" as in the Universal Periodic Review."""

    ACCEPTED = "accepted"
    IN_PART = "accepted-in-part"
    NOTED = "noted"
    DECLINED = "declined"


class Level(StrEnum):
    """How far a provision is completed, from least to most; `NO_EVIDENCE` says only that none was found."""

    NO_EVIDENCE = "no-evidence"
    NOT_STARTED = "not-started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


class Side(StrEnum):
    """Whose statement it is."""

    ADDRESSEE = "addressee"
    CIVIL_SOCIETY = "civil-society"
    ASSESSOR = "assessor"
    PEER = "peer"
