"""Settings. Everything an installation may change is a KOINON_… variable; defaults suit `koinon up`."""

from __future__ import annotations

from pathlib import Path

from koinon.site import logs
from koinon.site.environment import Environment

ENV = Environment.read()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = ENV.data
SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = [*ENV.hosts, "localhost", "127.0.0.1", "[::1]"]  # those who watch ask on this machine
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
ROOT_URLCONF = "koinon.site.urls"
WSGI_APPLICATION = "koinon.site.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "koinon.ui",
    "koinon.ledger",
    "koinon.people",
    "koinon.register",
    "koinon.observatory",
    "koinon.flows",
]

MIDDLEWARE = [
    "koinon.site.middleware.security_headers",
    "koinon.site.middleware.noted",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "koinon.site.away.room_kept",
    "koinon.site.api_gate.ApiGate",
    "koinon.site.limits.Bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "koinon.site.languages.language_of_the_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "koinon.site.middleware.no_null_characters",
    "koinon.people.signin.day_noted",
    "koinon.people.signin.known_no_more",
    "koinon.site.middleware.refusals_as_pages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "koinon.site.context.partnership",
            ],
        },
    }
]

DATABASES = {"default": ENV.database}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "register:desk"
LOGOUT_REDIRECT_URL = "register:home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "koinon.people.forms.joining.SignUp"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # of those who sign up by themselves; an invitation proves itself
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a changed password, address or second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{ENV.name}: "
ACCOUNT_ADAPTER = "koinon.people.signin.Adapter"
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if ENV.local else 1  # beyond this machine, a proxy brings the encryption
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {  # of failed attempts; who counts where is people.signin's matter
    "login_known": "5/5m/key",  # of one known browser, for its login
    "login_failed": "10/m/ip,5/5m/key",  # of one place: on all logins, and on one
    "login_everywhere": "50/5m/key",  # of all other places together, on one login
}
KOINON_SELF_REGISTRATION = ENV.self_registration
MFA_ADAPTER = "koinon.people.signin.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = ENV.name
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.local
USERSESSIONS_TRACK_ACTIVITY = False

KOINON_API_RATE = ENV.api_rate  # requests a minute of one caller, in each web process

CACHES = {  # counts attempts to sign in across processes; its keys are digests, never addresses
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "KEY_FUNCTION": "koinon.people.signin.keyed",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

KOINON_COPY_PAGES = ENV.copy_pages  # that evidence links to; `register/actions/fetching.py`
KOINON_WEBHOOKS = ENV.webhooks  # messages to subscribers' addresses; `observatory/actions/alert_webhooks.py`
KOINON_COPY_FROM_LOOPBACK = False  # only trials fetch from this machine

KOINON_KEEP_PAGES = True  # answers for everyone, in the memory of each web process

# what a ledger entry is about → the page that shows it, its key split at "/" into arguments
LEDGER_ADDRESSES = {
    "document": "register:document",
    "provision": "register:provision",
    "policy": "register:document",
    "mechanism": "register:mechanism",
    "process": "register:process",
    "cycle": "register:cycle",
    "review": "register:peer_review",
    "report": "register:report",
    "outlook": "observatory:outlook_run",
    "dataset": "observatory:dataset",
    "alert": "observatory:alert",
    "incident": "observatory:incident",
    "rule-set": "observatory:rule_set",
    "approach": "observatory:approach",
}

LANGUAGE_CODE = "en"
LANGUAGES = [  # of the interface, each by its own name; all but the first stand at the head of the path
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("id", "Bahasa Indonesia"),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
FORMAT_MODULE_PATH = ["koinon.site.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 55 * 1024 * 1024  # of the few routes that take so much: site.limits
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page of cards names each that was seen
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENV.local
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if ENV.local else 365 * 24 * 60 * 60  # sent by site.middleware
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

EMAIL_BACKEND = ENV.email_backend
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = ENV.smtp_host, ENV.smtp_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.smtp_user, ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_tls
DEFAULT_FROM_EMAIL = ENV.mail_from

LOGGING = logs.configuration(ENV.log, ENV.secrets)
