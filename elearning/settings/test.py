"""Tests: fast hashing, mail in memory, everything else unchanged."""

import tempfile
from pathlib import Path

from elearning.settings.base import *
from elearning.settings.environment import env

SECRET_KEY = "only-for-tests"  # noqa: S105 — it never protects real data
PSEUDONYM_KEY = "only-for-tests-either"
AUDIT_KEY = "only-for-tests-too"
AUDIT_CHECKPOINTS = None
SECOND_FACTOR_KEY = "only-for-tests-as-well"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES["default"] |= env.dj_db_url(
    "TEST_DATABASE_URL", f"sqlite:///{VAR_DIR / 'test.sqlite3'}"
)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file instead of memory, so that concurrent threads meet SQLite’s real locks.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}"}
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}
LRS_TARGETS = [
    *("http://127.0.0.1", "http://localhost", "http://[::1]", "http://lrs"),
    *("https://lrs.example.kz", "https://example.org"),
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = CACHES | {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
    }
    for name in ("default", "files")
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "elearning.installation.media_storage.MediaStorage"},
    "reports": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "papers": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "scans": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staff_lists": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "elearning-test-media"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
