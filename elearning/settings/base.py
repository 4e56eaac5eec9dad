"""Settings of every installation; some parts have their own modules."""

from django.utils.csp import CSP

from elearning.settings.accounts import *
from elearning.settings.environment import (
    BASE_DIR,
    check_contact_address,
    check_country_code,
    check_days_kept,
    check_months_kept,
    check_percentage,
    check_short_name,
    env,
)
from elearning.settings.installation import *
from elearning.settings.language import *
from elearning.settings.storage import *
from elearning.settings.studio import *

# --- Apps and middleware ------------------------------------------------------------
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
    "courses.observations",
    "courses.classroom",
    "courses.recognition",
    "courses.retention",
    "courses.acknowledgements",
    "courses.updates",
    "courses.compliance",
    "courses.certificates",
    "courses.records",
    "courses.assessment",
    "courses.provisions",
    "courses",
    "elearning.notices",
    "elearning.autosave",
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
    "django.contrib.postgres",  # required by Wagtail’s search on PostgreSQL
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
    "django.middleware.csrf.CsrfViewMiddleware",  # reads the body, so after authentication
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "elearning.accounts.middleware.SecondFactorMiddleware",
    "elearning.autosave.middleware.SentFormsMiddleware",
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
                "elearning.autosave.context_processors.describe_autosave",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Certificates --------------------------------------------------------------------
#: The order under which certificates are issued, printed on them in each language.
CERTIFICATE_BASIS = {
    code: env.str(f"CERTIFICATE_BASIS_{code.upper()}", "") for code, _name in LANGUAGES
}
#: The subject of the X.509 certificates of its own keys: the service, never a person.
CERTIFICATE_ISSUER_NAME = env.str(
    "CERTIFICATE_ISSUER_NAME", "Training platform", validate=check_short_name
)
CERTIFICATE_ISSUER_COUNTRY = env.str(
    "CERTIFICATE_ISSUER_COUNTRY", "KZ", validate=check_country_code
)
#: The PKCS #11 token that holds the key of certificate PDFs: module, label and PIN.
CERTIFICATE_PKCS11_MODULE = env.str("CERTIFICATE_PKCS11_MODULE", "")
CERTIFICATE_PKCS11_TOKEN = env.str("CERTIFICATE_PKCS11_TOKEN", "")
CERTIFICATE_PKCS11_PIN = env.str("CERTIFICATE_PKCS11_PIN", "")

# --- Assessment ----------------------------------------------------------------------
#: The percentage of learners offered the follow-up test after 90 days.
FOLLOW_UP_PERCENT = env.int("FOLLOW_UP_PERCENT", 20, validate=check_percentage)
#: The number of working days in which trainers mark the open answers of an exam.
MARKING_WORKING_DAYS = env.int("MARKING_WORKING_DAYS", 5)
#: The country whose public holidays are not working days (ISO 3166, two letters).
PUBLIC_HOLIDAYS = env.str("PUBLIC_HOLIDAYS", "KZ", validate=check_country_code)

# --- Offline courses -----------------------------------------------------------------
#: The number of days for which an offline device keeps its courses.
OFFLINE_DAYS = env.int("OFFLINE_DAYS", 30, validate=check_days_kept)

# --- Retention -----------------------------------------------------------------------
#: The number of months for which answers are kept for disputes (curriculum R18).
RETENTION_ANSWERS_MONTHS = env.int(
    "RETENTION_ANSWERS_MONTHS", 24, validate=check_months_kept
)
#: The number of months for which learning data from lessons are kept.
RETENTION_LEARNING_MONTHS = env.int(
    "RETENTION_LEARNING_MONTHS", 12, validate=check_months_kept
)

# --- Staff lists ---------------------------------------------------------------------
#: The folder in which the personnel system leaves its lists; empty for none.
STAFF_LISTS_FOLDER = env.str("STAFF_LISTS_FOLDER", "")
#: Whether they name everybody, so that people missing from them have left.
STAFF_LISTS_COMPLETE = env.bool("STAFF_LISTS_COMPLETE", False)
#: Whether lists without errors or a mass departure are applied automatically.
STAFF_LISTS_APPLY = env.bool("STAFF_LISTS_APPLY", False)

# --- Pages ---------------------------------------------------------------------------
#: The maximum size of a page in one language, with pictures, without films and files.
PAGE_BUDGET_KB = env.int("PAGE_BUDGET_KB", 120)

# --- Forms ---------------------------------------------------------------------------
#: The studio posts each clause of a guideline as eight fields: 2,000 clauses fit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Security headers ---------------------------------------------------------------
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
SECURE_CSP_STUDIO = {  # Wagtail’s admin only
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

# --- Mail and logs -------------------------------------------------------------------
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
