"""What a country was asked and answered stands on its page of the observatory; its party leads there too."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from koinon.people.models import Party, Place
from koinon.register.queries import following_figures
from koinon.ui.beside import beside

COUNTRIES = (Place.Kind.COUNTRY, Place.Kind.TERRITORY)


@beside("country", 60)
def asked(request: HttpRequest, *, place: Place) -> SafeString | str:
    """Of the state of a place: follow-ups, answers, silence, disputes; nothing where it has no party."""
    party = Party.objects.filter(place=place, kind=Party.Kind.STATE).order_by("pk").first()
    if party is None:
        return ""
    tally = following_figures.by("party", timezone.now()).get(party.key)
    address = f"{reverse('register:follow_ups')}?party={party.key}&"
    context = {"party": party, "tally": tally, "address": address}
    return render_to_string("flows/place_was_asked.html", context, request)


@beside("party", 10)
def observed(request: HttpRequest, *, party: Party) -> SafeString | str:
    """On the page of a state, the way to its country in the observatory."""
    place = party.place
    if place is None or party.kind != Party.Kind.STATE or place.kind not in COUNTRIES:
        return ""
    return render_to_string("flows/party_is_observed.html", {"place": place}, request)
