"""Wagtail, without the features that the platform provides itself."""

from django.utils.translation import gettext_lazy as _

from elearning.settings.environment import env
from elearning.settings.installation import BASE_URL
from elearning.settings.language import LANGUAGES, TIME_ZONE

WAGTAIL_SITE_NAME = _("Training platform")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_WORKFLOW_ENABLED = False  # the desk has reviews and approvals
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.studio.forms.PictureUploadForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = (
    25 * 1024 * 1024
)  # for a photograph; the stored version is small
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 32 * 1024 * 1024  # for a document; films are larger
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.studio.forms.DocumentUploadForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "txt", "csv"),
    *("mp4", "webm", "mp3", "ogg", "m4a"),
]
WAGTAILDOCS_SERVE_METHOD = (
    "direct"  # the media view for signed-in users, with byte ranges
)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

#: Surnames to detect in authors’ texts, such as those of known cases.
PRIVACY_NAMES: list[str] = env.list("PRIVACY_NAMES", [])
