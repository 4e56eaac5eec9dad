"""The way in for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what the platform writes is nobody else's: keys, records, letters
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")

application = get_wsgi_application()

from elearning.installation import installation_keys  # noqa: E402 — once Django is set up

installation_keys.check_key_fingerprints()
