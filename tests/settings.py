"""The platform's settings on a data folder of this process's own, without what tests must not wait for."""

from __future__ import annotations

import os
import tempfile

# A developer's own settings are not what is tested; each process of a parallel run has its own folder.
for _name in [n for n in os.environ if n.startswith("KOINON_") and n != "KOINON_DATABASE_URL"]:
    del os.environ[_name]
DATA = tempfile.TemporaryDirectory(prefix="koinon tests ")
os.environ["KOINON_DATA"] = DATA.name

from koinon.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405 - the live server serves files
