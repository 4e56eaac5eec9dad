"""Databases, caches, queues and files."""

from typing import Any

from elearning.settings.environment import BASE_DIR, check_redis_address, env
from elearning.settings.installation import VAR_DIR

#: Whether PostgreSQL is behind a pooler such as PgBouncer (transaction pooling).
DATABASE_POOLED = env.bool("DATABASE_POOLED", False)
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        conn_max_age=600,  # connecting takes longer than most requests
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
        ),
    }
else:
    # Repeated queries are planned once, which saves half of the server’s work for a
    # save. JIT compilation is off: for lists of 5,000 questions it took eight seconds.
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": 5,
        "options": "-c jit=off",
    }
    if DATABASE_POOLED:
        # A pooler assigns any connection to a transaction: no state outlasts it, and no
        # options are set on it. The database itself is configured with jit=off then.
        options |= {"prepare_threshold": None}
        del options["options"]
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"]["OPTIONS"] = options | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # Rate limits, allauth’s included, with enough entries that a flood of requests
    # evicts none.
    "default": {
        "BACKEND": "elearning.near_cache.NearCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Whole files, made for many people.
    "files": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_files",
    },
    # Counters of page views, so that counting needs no database.
    "counters": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counters",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # about 20 MB in each process
    },
    # Rendered parts of pages for many people; kept in each process.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 3_000},  # about 20 MB
    },
}
if redis_url := env.str("REDIS_URL", "", validate=check_redis_address):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
    }
    for name in ("counters", "files"):
        CACHES[name] = CACHES["default"] | {"KEY_PREFIX": name}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "elearning" / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "elearning.interface.finders.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
#: The internal path under which the proxy serves MEDIA_ROOT (X-Accel-Redirect).
MEDIA_REDIRECT = env.str("MEDIA_REDIRECT", "")
MEDIA_ROOT = VAR_DIR / "media"
#: For the platform’s own account, and the proxy’s group if the proxy sends the files.
FILE_UPLOAD_PERMISSIONS = 0o640 if MEDIA_REDIRECT else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750 if MEDIA_REDIRECT else 0o700
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "elearning.installation.media_storage.MediaStorage"},
    "reports": {  # made in the background; served with access control, as certificates
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "reports",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "papers": {  # certificate PDFs; served by views with access control
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "papers",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "scans": {  # scans of papers shown to the personnel office; served as above
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "scans",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staff_lists": {  # lists of the personnel system; read by the worker, never served
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "staff-lists",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {  # public
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {
            "file_permissions_mode": 0o644,
            "directory_permissions_mode": 0o755,
        },
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
