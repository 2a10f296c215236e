from koinon.people.models.parties import Alias, Membership, Naming, Party, Place
from koinon.people.models.persons import Invitation, Mandate, Person, Token

__all__ = ["Alias", "Invitation", "Mandate", "Membership", "Naming", "Party", "Person", "Place", "Token"]
