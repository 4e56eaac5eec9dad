"""Setup of the page tree: languages, front pages and the site."""

from wagtail.models import Locale, Page, Site

from content.models.home_page import HomePage
from elearning.languages import CODES, pick_text

TITLES = {
    "kk": "Қызметкерлерді оқыту платформасы",
    "ru": "Платформа обучения персонала",
    "en": "Staff training platform",
}


def ensure_site() -> dict[str, HomePage]:
    """Create missing languages, root, front pages and site; safe to repeat.

    Returns the front page of each language. After a flush, everything is created again.
    """
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in CODES
    }
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=locales[CODES[0]])
    _remove_welcome(root)
    homes: dict[str, HomePage] = {}
    for code in CODES:
        home = HomePage.objects.filter(locale=locales[code], depth=2).first()
        homes[code] = home or _add_home(root, locales[code], homes.get(CODES[0]))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": homes[CODES[0]]},
    )
    return homes


def _remove_welcome(root: Page) -> None:
    """Remove the page created by Wagtail’s first migration."""
    for page in root.get_children().filter(slug="home"):
        if page.specific_class is Page or page.specific_class is None:
            page.delete()
    root.refresh_from_db()


def _add_home(root: Page, locale: Locale, source: HomePage | None) -> HomePage:
    code = locale.language_code
    home = HomePage(
        title=pick_text(TITLES, code)[0], slug=f"home-{code}", locale=locale
    )
    if source is not None:
        home.translation_key = source.translation_key
    root.refresh_from_db()
    root.add_child(instance=home)
    home.save_revision().publish()
    return home
