"""Languages and time."""

from django.utils.translation import gettext_lazy as _

from elearning.settings.environment import BASE_DIR, env

LANGUAGE_CODE = "kk"
#: A text missing in the reader’s language is shown in the first of these that has it.
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
#: The languages that titles and every release must have.
REQUIRED_LANGUAGES = ["kk", "ru"]
#: Labels of inputs and notes by language; another one is labelled with its own name.
LANGUAGE_LABELS = {
    "title": {
        "kk": _("Title in Kazakh"),
        "ru": _("Title in Russian"),
        "en": _("Title in English"),
    },
    "public_title": {
        "kk": _("public title in Kazakh"),
        "ru": _("public title in Russian"),
        "en": _("public title in English"),
    },
    "place": {
        "kk": _("Place in Kazakh"),
        "ru": _("Place in Russian"),
        "en": _("Place in English"),
    },
    "outcomes": {
        "kk": _("What people can do after the course, in Kazakh"),
        "ru": _("What people can do after the course, in Russian"),
        "en": _("What people can do after the course, in English"),
    },
    "fallback": {
        "kk": _("Not yet available in your language. Shown in Kazakh."),
        "ru": _("Not yet available in your language. Shown in Russian."),
        "en": _("Not yet available in your language. Shown in English."),
    },
}
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
FORMAT_MODULE_PATH = ["elearning.interface.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Almaty")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
