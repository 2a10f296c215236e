"""Letters that an action sends once it stands."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from koinon.people.actions.invitations import Post
from koinon.people.models import Invitation


def link(site: str, token: str) -> str:
    """The address that opens an invitation; `site` is scheme and host."""
    return site.rstrip("/") + reverse("people:invitation", args=[token])


def home() -> str:
    """Where the installation is reached, for links that no request gives birth to."""
    if settings.ENV.local:
        return f"http://localhost:{settings.ENV.port}"
    return f"https://{settings.ENV.hosts[0]}"


def invitation_by_mail(site: str) -> Post:
    """What posts an invitation's link to the invited."""

    def post(invitation: Invitation, token: str) -> None:
        told = {"invitation": invitation, "link": link(site, token), "partnership": settings.ENV.name}
        send_mail(
            _("Invitation to %(partnership)s") % told,
            render_to_string("people/invitation_letter.txt", told),
            None,
            [invitation.email],
        )

    return post
