"""The platform's settings on a data folder of this process's own, without what tests must not wait for."""

from __future__ import annotations

import os
import tempfile

# A developer's own settings are not what is tested. Each process of a parallel run has its own folder,
# which the processes that a test starts share with it.
_whose = "TESTS_DATA_" + os.environ.get("PYTEST_XDIST_WORKER", "MAIN")
for _name in [n for n in os.environ if n.startswith("KOINON_") and n != "KOINON_DATABASE_URL"]:
    del os.environ[_name]
if _whose not in os.environ:
    _folder = tempfile.TemporaryDirectory(prefix="koinon tests ")
    os.environ[_whose] = _folder.name
os.environ["KOINON_DATA"] = os.environ[_whose]

from koinon.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405 - the live server serves files
KOINON_KEEP_PAGES = False  # tests change what is published without the ledger's knowing

KOINON_API_RATE = 0  # tests ask more than anyone else; the one of the rate sets its own
