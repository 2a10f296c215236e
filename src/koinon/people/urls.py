from __future__ import annotations

from django.urls import URLPattern, path

from koinon.people.pages import account, joining, lists, parties, persons, tokens
from koinon.ui.downloads import routes

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/language/", account.choose_language, name="choose_language"),
    path("account/email/", account.address, name="address"),  # before the library's own
    path("account/sessions/<int:session>/end/", account.end_session, name="end_session"),
    path("account/export/", account.export, name="export"),
    path("account/erase/", account.erase, name="erase"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/make/", tokens.make_token, name="make_token"),
    path("account/tokens/<uuid:token>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("popolo.json", lists.popolo, name="popolo"),
    path("desk/persons/", persons.persons, name="persons"),
    *routes("desk/persons", lists.held, "persons"),
    path("desk/persons/invite/", persons.invite, name="invite"),
    path("desk/persons/<uuid:person>/", persons.person, name="person"),
    path("desk/persons/<uuid:person>/close/", persons.close, name="close"),
    path("desk/persons/<uuid:person>/reopen/", persons.reopen, name="reopen"),
    path("desk/invitations/<uuid:invitation>/withdraw/", persons.withdraw, name="withdraw"),
    path("desk/mandates/<int:mandate>/end/", persons.end_mandate, name="end_mandate"),
    path("desk/parties/", parties.parties, name="parties"),
    path("desk/parties/add/", parties.add_party, name="add_party"),
    path("desk/parties/<slug:key>/", parties.party, name="party"),
    path("desk/places/", parties.places, name="places"),
    path("desk/places/add/", parties.add_place, name="add_place"),
    path("desk/places/<slug:code>/", parties.place, name="place"),
    path("desk/places/<slug:code>/members/", parties.add_member, name="add_member"),
    path("desk/memberships/<int:membership>/", parties.membership, name="membership"),
    path("desk/memberships/<int:membership>/drop/", parties.drop_membership, name="drop_membership"),
]
