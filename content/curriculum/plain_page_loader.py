"""Loader of the front page and the plain pages; text written by editors stays."""

from pathlib import Path

from django.utils import translation
from wagtail.models import Page

from content.curriculum.bundle_keys import derive_key
from content.curriculum.bundle_markup import render_rich_text
from content.curriculum.errors import FaultCollector
from content.curriculum.lesson_reader import split_front_matter
from content.models import HomePage, StandardPage
from elearning.languages import CODES

NAMES = ("help", "privacy", "accessibility", "authors")
#: Pages for signed-in readers only.
CLOSED = {"authors"}


def load_plain_pages(root: Path, homes: dict[str, HomePage]) -> int:
    """Fill the front page while it is empty, and add missing plain pages.

    Returns the number of texts published. Raises ``BundleError`` for a wrong file.
    """
    folder, faults = root / "pages", FaultCollector(root)
    texts = {
        (name, code): _read(folder / f"{name}.{code}.md", faults)
        for name in ("home", *NAMES)
        for code in CODES
        if (folder / f"{name}.{code}.md").exists()
    }
    faults.demand_none()
    count = 0
    for (name, code), (title, summary, html) in texts.items():
        with translation.override(code):
            if name == "home":
                count += _fill_home(homes[code], title, summary, html)
            else:
                count += _add_page(homes[code], name, title, summary, html)
    return count


def _read(path: Path, faults: FaultCollector) -> tuple[str, str, str]:
    split = split_front_matter(path, faults)
    if split is None:
        return "", "", ""
    front, lines, start = split
    front.only("title", "summary")
    html = render_rich_text("\n".join(lines).strip("\n"), path, start, faults)
    html = html.replace("<h3>", "<h2>").replace("</h3>", "</h2>")
    return front.text("title"), front.text("summary"), html


def _fill_home(home: HomePage, title: str, summary: str, html: str) -> int:
    if home.lead or home.welcome:
        return 0
    home.title, home.lead, home.welcome = title, f"<p>{summary}</p>", html
    home.save_revision().publish(skip_permission_checks=True)
    return 1


def _add_page(home: HomePage, name: str, title: str, summary: str, html: str) -> int:
    page_key = derive_key("pages", name)
    if StandardPage.objects.filter(
        translation_key=page_key, locale=home.locale_id
    ).exists():
        return 0
    page = StandardPage(
        title=title,
        slug=name,
        summary=summary,
        body=html,
        is_open=name not in CLOSED,
        locale_id=home.locale_id,
        translation_key=page_key,
        live=False,
    )
    Page.objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return 1
