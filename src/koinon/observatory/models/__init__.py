from koinon.observatory.models.alerts import Alert, AlertStep, Sending, Subscription
from koinon.observatory.models.approaches import ApproachLine
from koinon.observatory.models.datasets import Dataset, Indicator, Loading, Release, Unmapped
from koinon.observatory.models.incidents import Flashpoint, Incident, IncidentWording
from koinon.observatory.models.outlook import Outlook, OutlookRun
from koinon.observatory.models.standing import RuleSet

__all__ = [
    "Alert",
    "AlertStep",
    "ApproachLine",
    "Dataset",
    "Flashpoint",
    "Incident",
    "IncidentWording",
    "Indicator",
    "Loading",
    "Outlook",
    "OutlookRun",
    "Release",
    "RuleSet",
    "Sending",
    "Subscription",
    "Unmapped",
]
