from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from koinon.site import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
application = get_wsgi_application()
logs.unhandled()
