"""Entry point for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(
    0o077
)  # files written by the platform (keys, records, mail) are private to its account
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")

application = get_wsgi_application()

from elearning.installation import installation_keys  # noqa: E402 — once Django is set up

installation_keys.check_key_fingerprints()
