from koinon.people.models.parties import Alias, Membership, Party, Place
from koinon.people.models.persons import Invitation, Mandate, Person, Token

__all__ = ["Alias", "Invitation", "Mandate", "Membership", "Party", "Person", "Place", "Token"]
