"""What every installation shares."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from elearning.settings.environment import (
    BASE_DIR,
    check_browser_origins,
    check_contact_address,
    check_country_code,
    check_days_kept,
    check_months_kept,
    check_percentage,
    check_proxy_count,
    check_redis_address,
    check_short_name,
    check_target_origins,
    env,
    read_or_generate_key,
)

# --- Where things lie ---------------------------------------------------------------
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
KEYS_DIR = env.path("KEYS_DIR", VAR_DIR / "keys")
EXPORTS_DIR = VAR_DIR / "exports"
#: Where reports go that the personnel office has made by a schedule; empty switches it off.
REPORTS_FOLDER = env.str("REPORTS_FOLDER", "")

SECRET_KEY = read_or_generate_key("SECRET_KEY", KEYS_DIR)
PSEUDONYM_KEY = read_or_generate_key("PSEUDONYM_KEY", KEYS_DIR)  # one key per purpose
AUDIT_KEY = read_or_generate_key("AUDIT_KEY", KEYS_DIR)
#: Beside the database and never in it: put it on another disk, or copy it elsewhere.
AUDIT_CHECKPOINTS: Path | None = env.path(
    "AUDIT_CHECKPOINTS", VAR_DIR / "audit" / "checkpoints.jsonl"
)
SECOND_FACTOR_KEY = read_or_generate_key("SECOND_FACTOR_KEY", KEYS_DIR)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])

# The address people and other systems know the platform by; never the request's host.
BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
#: How many proxies of ours each request comes through; None: nobody has said so.
TRUSTED_PROXIES: int | None = env.int(
    "TRUSTED_PROXIES", None, validate=check_proxy_count
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES or 0
#: Bits of an IPv6 address that one customer is given, who may choose all others.
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 56
XAPI_BASE_IRI = env.str("XAPI_BASE_IRI", BASE_URL).rstrip("/")
#: The most bytes of a request to the Learning Record Store.
XAPI_BODY_LIMIT = env.int("XAPI_BODY_LIMIT", 10 * 1024 * 1024)
#: Origins of pages that may speak with the store from a browser; by default none.
XAPI_ALLOWED_ORIGINS: list[str] = env.list(
    "XAPI_ALLOWED_ORIGINS", [], validate=check_browser_origins
)
#: Where statements may be sent on to; without a list, nothing leaves.
LRS_TARGETS: list[str] = env.list("LRS_TARGETS", [], validate=check_target_origins)
XAPI_FORWARD_TIMEOUT = env.int("XAPI_FORWARD_TIMEOUT", 20)  # seconds for other stores

# --- What it is made of -------------------------------------------------------------
INSTALLED_APPS = [
    "content.offline",
    "content.packages",
    "content.demo",
    "content.studio",
    "content.search",
    "content.glossary",
    "content.curriculum",
    "content.guidelines",
    "content.questions",
    "content",
    "content.publishing",
    "content.privacy",
    "content.recordings",
    "courses.desk",
    "courses.learner",
    "courses.competencies",
    "courses.reporting",
    "courses.enquiries",
    "courses.observing",
    "courses.classroom",
    "courses.recognition",
    "courses.retention",
    "courses.acknowledging",
    "courses.updating",
    "courses.compliance",
    "courses.certificates",
    "courses.records",
    "courses.assessment",
    "courses.provisions",
    "courses",
    "elearning.notices",
    "elearning.unsent",
    "elearning.staff.importing",
    "elearning.staff",
    "elearning.api",
    "elearning.accounts",
    "elearning.lrs",
    "elearning.audit",
    "elearning.interface",
    "elearning.worker",
    "elearning.installation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",  # Wagtail's search asks for it where PostgreSQL serves
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "elearning.interface.middleware.CompressedPagesMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "elearning.interface.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "elearning.interface.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "elearning.accounts.middleware.IdleSessionMiddleware",
    "elearning.accounts.middleware.AccountLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "elearning.accounts.middleware.AnonymousBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # reads the body: after who is asked
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "elearning.accounts.middleware.SecondFactorMiddleware",
    "elearning.unsent.middleware.SentFormsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "content.publishing.middleware.EarlyTranslationMiddleware",
]
ROOT_URLCONF = "elearning.urls"
WSGI_APPLICATION = "elearning.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "elearning.interface.template_context.build_interface_context",
                "elearning.unsent.context_processors.describe_autosave",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---------------------------------------------------------------------------
#: Whether a pooler such as PgBouncer stands before PostgreSQL (transaction pooling).
DATABASE_POOLED = env.bool("DATABASE_POOLED", False)
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        conn_max_age=600,  # opening one takes longer than most requests
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
    # What is asked again and again is planned once: half of the server's work for a save.
    # The server compiles no query: for lists of 5,000 questions that took eight seconds.
    options: dict[str, Any] = {
        "server_side_binding": True,
        "prepare_threshold": 5,
        "options": "-c jit=off",
    }
    if DATABASE_POOLED:
        # A pooler gives each transaction any connection: nothing outlasts it, and nothing
        # is asked of a new one. The database itself has jit=off then.
        options |= {"prepare_threshold": None}
        del options["options"]
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"]["OPTIONS"] = options | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    # What limits attempts, allauth's too: as many entries as no flood of requests throws out.
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
    # What is counted at every look of anybody, so that counting asks no database.
    "counters": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counters",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # some 20 MB in each process
    },
    # What pages repeat for many people, finished; kept in each process.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 3_000},  # some 20 MB
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

# --- People -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["elearning.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "elearning.accounts.password_validators.PersonalDataSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "elearning.accounts.password_validators.KnownPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learner:training"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "elearning.accounts.allauth_adapters.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_FORMS = {
    "login": "elearning.accounts.forms.LoginForm",
    "change_password": "elearning.accounts.forms.ChangePasswordForm",
    "reset_password": "elearning.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "elearning.accounts.forms.ResetPasswordKeyForm",
    "user_token": "elearning.accounts.forms.UserTokenForm",
}
# What an address may do, a whole establishment may that sits behind one: 500 people sign in
# for an exam. Wrong passwords are what is limited; codes of letters cannot be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": "",  # counted behind a lock, on which people of one address would wait
    "sign_in": "1200/m/ip",
    "login_failed": "5/5m/key",  # for one name from one address; codes of one account
    "login_failed_device": "5/5m/key",  # for one account on a device that knows it
    "login_failed_account": "30/5m/key",  # from anywhere
    "login_failed_address": "100/5m/ip",  # for any account
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
    "activate": "300/5m/ip",
    "session_code": "5/10m/key",  # codes that one candidate enters
    "certificate_miss": "20/5m/key",  # codes that no certificate has, from one address
    "certificate_file": "20/5m/key",  # each costs a second of work; from one address
    "certificate_name": "10/5m/key",  # names typed for certificates, from one address
    "certificate_name_of_one": "20/5m/key",  # for one certificate, from anywhere
    "unsent": "30/m/user",  # what is typed is kept every ten seconds at most
}
MFA_ADAPTER = "elearning.accounts.allauth_adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "elearning.accounts.forms.AuthenticateForm",
    "reauthenticate": "elearning.accounts.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Training platform"
MFA_TOTP_TOLERANCE = 1  # a step early or late: phones drift, and typing takes time
USERSESSIONS_TRACK_ACTIVITY = False

ACTIVATION_LIFETIME = timedelta(days=14)
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=4).total_seconds())
IDLE_LIFETIME = timedelta(minutes=20)

# --- Sessions on shared computers ------------------------------------------------------
SESSION_ENGINE = "elearning.accounts.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "elearning.interface.views.answer_csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True

# --- Languages ----------------------------------------------------------------------
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
FORMAT_MODULE_PATH = ["elearning.interface.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Almaty")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Certificates -------------------------------------------------------------------
#: The order under which the office certifies, printed on the paper in each language.
CERTIFICATE_BASIS = {
    code: env.str(f"CERTIFICATE_BASIS_{code.upper()}", "") for code, _name in LANGUAGES
}
#: Whom the certificates of its own keys name: the service, never a person (X.509).
CERTIFICATE_ISSUER_NAME = env.str(
    "CERTIFICATE_ISSUER_NAME", "Training platform", validate=check_short_name
)
CERTIFICATE_ISSUER_COUNTRY = env.str(
    "CERTIFICATE_ISSUER_COUNTRY", "KZ", validate=check_country_code
)
#: A token (PKCS #11) that holds the key of papers: its module, label and PIN.
CERTIFICATE_PKCS11_MODULE = env.str("CERTIFICATE_PKCS11_MODULE", "")
CERTIFICATE_PKCS11_TOKEN = env.str("CERTIFICATE_PKCS11_TOKEN", "")
CERTIFICATE_PKCS11_PIN = env.str("CERTIFICATE_PKCS11_PIN", "")

# --- Assessment ----------------------------------------------------------------------
#: How many of a hundred learners are offered the follow-up test, 90 days later.
FOLLOW_UP_PERCENT = env.int("FOLLOW_UP_PERCENT", 20, validate=check_percentage)
#: Within how many working days trainers mark the open answers of an exam.
MARKING_WORKING_DAYS = env.int("MARKING_WORKING_DAYS", 5)
#: Whose public holidays are no working days, by the country's two letters (ISO 3166).
PUBLIC_HOLIDAYS = env.str("PUBLIC_HOLIDAYS", "KZ", validate=check_country_code)

# --- Courses taken along -------------------------------------------------------------
#: For how many days a device without a connection keeps the courses on it.
OFFLINE_DAYS = env.int("OFFLINE_DAYS", 30, validate=check_days_kept)

# --- Retention -----------------------------------------------------------------------
#: For how many months answers are kept, so that a result can be disputed (curriculum R18).
RETENTION_ANSWERS_MONTHS = env.int(
    "RETENTION_ANSWERS_MONTHS", 24, validate=check_months_kept
)
#: For how many months it is kept how people went through lessons.
RETENTION_LEARNING_MONTHS = env.int(
    "RETENTION_LEARNING_MONTHS", 12, validate=check_months_kept
)

# --- Staff lists ---------------------------------------------------------------------
#: The folder in which the personnel system leaves its lists; empty: there is none.
STAFF_LISTS_FOLDER = env.str("STAFF_LISTS_FOLDER", "")
#: Whether they name everybody, so that whoever is missing has left.
STAFF_LISTS_COMPLETE = env.bool("STAFF_LISTS_COMPLETE", False)
#: Whether those without errors, and without a mass departure, are applied by themselves.
STAFF_LISTS_APPLY = env.bool("STAFF_LISTS_APPLY", False)

# --- Pages ---------------------------------------------------------------------------
#: The most kilobytes of a page in one language, pictures included, films and files not.
PAGE_BUDGET_KB = env.int("PAGE_BUDGET_KB", 120)

# --- Files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "elearning" / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
#: Where the proxy in front gives out MEDIA_ROOT to nobody but itself (X-Accel-Redirect).
MEDIA_REDIRECT = env.str("MEDIA_REDIRECT", "")
MEDIA_ROOT = VAR_DIR / "media"
#: The platform's own account, and the group of the proxy where that sends the files.
FILE_UPLOAD_PERMISSIONS = 0o640 if MEDIA_REDIRECT else 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750 if MEDIA_REDIRECT else 0o700
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "elearning.installation.media_storage.MediaStorage"},
    "reports": {  # made in the background: handed out as papers are
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "reports",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "papers": {  # of certificates: handed out by views that ask who is asking
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "papers",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "scans": {  # of papers shown to the personnel office: handed out as the above
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "scans",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staff_lists": {  # of the personnel system: read by the worker, served by nothing
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "staff-lists",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {  # what everybody gets
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {
            "file_permissions_mode": 0o644,
            "directory_permissions_mode": 0o755,
        },
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Forms --------------------------------------------------------------------------
#: The studio posts every clause of a guideline as eight fields: 2,000 clauses pass.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Doors --------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CSP_STUDIO = {  # Wagtail's admin, and nothing else
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "", validate=check_contact_address)

# --- Wagtail, silenced --------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Training platform")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_WORKFLOW_ENABLED = False  # reviews and approvals are the desk's
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.studio.forms.PictureUploadForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024  # a photograph; what is kept is small
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 32 * 1024 * 1024  # a document; films are larger
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.studio.forms.DocumentUploadForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "txt", "csv"),
    *("mp4", "webm", "mp3", "ogg", "m4a"),
]
WAGTAILDOCS_SERVE_METHOD = "direct"  # the signed-in media view, with byte ranges
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

#: Surnames that are found in whatever trainers write, such as those of known cases.
PRIVACY_NAMES: list[str] = env.list("PRIVACY_NAMES", [])

# --- Mail and logs ------------------------------------------------------------------
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": VAR_DIR / "mail"},
    }
}
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "training@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "elearning": {"level": "INFO"},
        "django.tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
