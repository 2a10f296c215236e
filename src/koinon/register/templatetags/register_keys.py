"""How a review page names its cards."""

from __future__ import annotations

from django import template

from koinon.register.actions.deciding import card_key

register = template.Library()
register.filter("card_key", card_key)
