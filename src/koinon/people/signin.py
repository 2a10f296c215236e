"""How allauth signs people in here: by invitation, writing nothing beside the ledger's guard,
keeping no network address and no browser's name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

from koinon.ledger import guard
from koinon.people.engine import known_browser
from koinon.people.models import Person
from koinon.ui.languages import in_language

NO_ADDRESS = "0.0.0.0"  # the column wants an address; this one is nobody’s
KNOWN = "known"  # the cookie of a browser with which someone signed in


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up unless the installation opened it; passwords written under the guard's eye.

    Signing in, passwords and second factors leave no ledger entry: when someone comes and goes, and
    how they prove who they are, is nobody's business. Joining does (`people.register`).
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.KOINON_SELF_REGISTRATION)

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        from koinon.people.actions import persons  # actions import this module

        data = form.cleaned_data
        user.language = get_language() or user.language
        return persons.register(
            by=user, email=data["email"], name=data["name"], password=data["password1"], now=timezone.now()
        )

    def set_password(self, user: Person, password: str) -> None:
        with guard.writing("a person sets a password"):
            super().set_password(user, password)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        with guard.writing("a person proves an address of theirs"):
            return bool(super().confirm_email(request, email_address))

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """From the page without a language, go on in the one the person reads; from another, in that one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        unsaid = get_language() == settings.LANGUAGE_CODE
        if unsaid and response.headers.get("Location", "").startswith("/"):
            response.headers["Location"] = in_language(response.headers["Location"], user.language)
        said = known_browser.word(secrets.token_hex(16), user.email, key=_key(), today=timezone.now().date())
        response.set_cookie(
            KNOWN,
            said,
            max_age=known_browser.DAYS * 86_400,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before it is made: five in five minutes from a place, fifty from all places together.

        A browser that is known for the login has five of its own: whoever guesses elsewhere does not lock
        its owner out. A try that succeeds is given back by the library.
        """
        login = self._login(credentials)
        nonce = _nonce(request, login)
        counts = {"login_known": f"{nonce} {login}"} if nonce else self._counts(request, login)
        used: list[ratelimit.SingleRateLimitUsage] = []
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(usage=used)
        for action, key in counts.items():
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not usage:
                raise self.validation_error("too_many_login_attempts")
            used.extend(usage.usage)

    def _counts(self, request: HttpRequest, login: str) -> dict[str, str]:
        place = self.get_client_ip(request)
        return {"login_failed": f"{place} {login}", "login_everywhere": login}

    def _login(self, credentials: dict[str, Any]) -> str:
        return str(credentials.get("email", "")).strip().lower()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever set a new password by a mailed link starts afresh."""
        for action, key in self._counts(request, self._login(credentials)).items():
            ratelimit.clear(request, app="allauth.account", action=action, key=key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters are written in the language of whom they reach; to strangers in that of the page."""
        person = Person.objects.filter(email__iexact=email).first()
        language = (person.language if person else get_language()) or settings.LANGUAGE_CODE
        site = self.request.build_absolute_uri("/").rstrip("/")
        links = {
            name: site + in_language(value.removeprefix(site), language)
            for name, value in context.items()
            if name.endswith("_url") and str(value).startswith(site)
        }
        with override(language):
            super().send_mail(template_prefix, email, {**context, **links})

    def get_client_ip(self, request: HttpRequest) -> str:
        """A word that stands for the caller's address today, so that rate limits can count callers.

        Keyed and dated: it cannot be turned back into an address, nor followed from day to day.
        """
        address = super().get_client_ip(request)
        message = f"{timezone.now().date()} {address}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:32]

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and recovery seeds encrypted with the installation's key, which no backup of the
    database contains."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


def _nonce(request: HttpRequest, login: str) -> str:
    said = request.COOKIES.get(KNOWN, "")
    return known_browser.nonce_of(said, login, key=_key(), today=timezone.now().date())


def keyed(key: str, prefix: str, version: int) -> str:
    """The name under which the cache keeps a count: without the installation's key it tells nothing."""
    return hmac.new(_key(), f"{prefix}:{version}:{key}".encode(), hashlib.sha256).hexdigest()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factors " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def blank_session(instance: UserSession, **_: object) -> None:
    """Before a session's row is written: no address, no browser's name, hours and days only."""
    instance.ip, instance.user_agent, instance.data = NO_ADDRESS, "", {}
    instance.created_at = instance.created_at.replace(minute=0, second=0, microsecond=0)
    instance.last_seen_at = instance.last_seen_at.replace(hour=0, minute=0, second=0, microsecond=0)


def seen(person: Person, session_key: str, *, today: date) -> None:
    """Note that a session was used that day, at most once a day."""
    rows = UserSession.objects.filter(user=person, session_key=session_key, last_seen_at__date__lt=today)
    rows.update(last_seen_at=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))


def day_noted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session's row says on which day it was last used, and is written once a day."""

    def respond(request: HttpRequest) -> HttpResponse:
        today = timezone.now().date()
        if SESSION_KEY in request.session and request.session.get("day") != today.isoformat():
            request.session["day"] = today.isoformat()
            if isinstance(request.user, Person) and request.session.session_key:
                seen(request.user, request.session.session_key, today=today)
        return get_response(request)

    return respond


def known_no_more(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a browser in which someone signed out keeps no sign that anyone ever signed in."""

    def respond(request: HttpRequest) -> HttpResponse:
        if KNOWN not in request.COOKIES:
            return get_response(request)
        came_signed_in = SESSION_KEY in request.session
        response = get_response(request)
        if came_signed_in and SESSION_KEY not in request.session:
            response.delete_cookie(KNOWN, samesite="Lax")
        return response

    return respond


def sessions(person: Person) -> list[UserSession]:
    """The sessions in which the person is signed in, the newest first."""
    living: list[UserSession] = UserSession.objects.purge_and_list(person)
    return sorted(living, key=lambda session: session.created_at, reverse=True)


def end_session(person: Person, pk: int) -> bool:
    """Sign the person out of one of their sessions; whether there was such a one."""
    found = UserSession.objects.filter(user=person, pk=pk).first()
    if found is None:
        return False
    found.end()
    return True


def end_every_session(person: Person) -> None:
    """Sign the person out everywhere."""
    mine = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(mine.values_list("session_key", flat=True))).delete()
    mine.delete()


def forget_ended_sessions() -> None:
    """Delete expired sessions, and the rows that told of them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
