"""Letters that an action sends once it stands."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from koinon.people.actions.invitations import Post
from koinon.people.models import Invitation
from koinon.ui.languages import in_language


def link(site: str, token: str, language: str = "en") -> str:
    """The address that opens an invitation in a language; `site` is scheme and host."""
    return site.rstrip("/") + in_language(reverse("people:invitation", args=[token]), language)


def home() -> str:
    """Where the installation is reached, for links that no request gives birth to."""
    if settings.ENV.local:
        return f"http://localhost:{settings.ENV.port}"
    return f"https://{settings.ENV.hosts[0]}"


def invitation_by_mail(site: str, language: str = "en") -> Post:
    """What posts an invitation's link to the invited, in a language that they read."""

    def post(invitation: Invitation, token: str) -> None:
        opens = link(site, token, language)
        told = {"invitation": invitation, "link": opens, "partnership": settings.ENV.name}
        with override(language):
            send_mail(
                _("Invitation to %(partnership)s") % told,
                render_to_string("people/invitation_letter.txt", told),
                None,
                [invitation.email],
            )

    return post
