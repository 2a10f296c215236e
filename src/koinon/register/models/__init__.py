from koinon.register.models.documents import Document, Proposal, Reading, Source
from koinon.register.models.intake import Intake, Row
from koinon.register.models.provisions import Addressee, Draft, Issuer, Provision, Revision
from koinon.register.models.searches import SavedSearch
from koinon.register.models.translations import Standing, Translation, Wording

__all__ = [
    "Addressee", "Document", "Draft", "Intake", "Issuer", "Proposal", "Provision", "Reading", "Revision",
    "Row", "SavedSearch", "Source", "Standing", "Translation", "Wording",
]  # fmt: skip
