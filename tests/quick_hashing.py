"""A real installation, but for the time that a password costs: half a second of a core.

Letters are sent at once, into a folder.
"""

from elearning.settings.production import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
MAILERS = {
    "default": {
        "BACKEND": "tests.mail_folder.EmailBackend",
        "OPTIONS": {"file_path": VAR_DIR / "mail"},
    }
}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
