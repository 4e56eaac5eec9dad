"""Loader of the pages of a course: front page, modules, lessons, exam, per language."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import translation
from wagtail.models import Locale, Page

from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.bundle_keys import derive_key
from content.curriculum.page_drafts import CoursePageDrafts
from content.curriculum.page_tree import Branch, insert_page_tree
from content.models import HomePage, UnitPage
from content.publishing.bulk_publish import publish_new_texts
from courses.models import Course
from elearning.languages import CODES

Known = set[tuple[UUID, str, str]]
Say = Callable[[str], None]


def load_course_pages(
    bundle: CourseBundle, course: Course, known: Known, say: Say
) -> int:
    """Publish the new pages; return their number."""
    drafts = CoursePageDrafts(bundle, course)
    front = Page.objects.filter(translation_key=derive_key(bundle.name, "course"))
    load = _Updating(drafts, known) if front.exists() else _New(drafts)
    for language in CODES:
        with translation.override(language):
            load.read(language)
        say(f"{bundle.code}: pages in {language}")
    return load.publish()


class _New:
    """Writes a course that has no page in any language yet, in bulk."""

    def __init__(self, drafts: CoursePageDrafts) -> None:
        self.drafts = drafts
        self.pages: list[Page] = []

    def read(self, language: str) -> None:
        """Save the pages in ``language`` as drafts."""
        drafts, bundle = self.drafts, self.drafts.bundle
        home = _home(language)
        front = drafts.front(language)
        branches: list[Branch] = [
            (
                drafts.module(module, language),
                [drafts.lesson(stem, language) for stem in module.lessons],
            )
            for module in bundle.modules
        ]
        if bundle.exam:
            branches.append((drafts.exam(language), []))
        below = [one for page, leaves in branches for one in (page, *leaves)]
        for page in (front, *below):
            page.locale, page.live = home.locale, False
        for page in below:  # the front page already has its course
            page.unit_course = drafts.course
        home.add_child(instance=front)
        insert_page_tree(front, branches)
        self.pages += [front, *below]

    def publish(self) -> int:
        """Publish the pages read; return their number."""
        publish_new_texts(self.pages)
        return len(self.pages)


class _Updating:
    """Updates a course page by page; knows what was loaded before."""

    def __init__(self, drafts: CoursePageDrafts, known: Known) -> None:
        self.drafts, self.known = drafts, known
        self.count = 0

    def read(self, language: str) -> None:
        """Publish the new pages in ``language``, and put all pages in order."""
        drafts, bundle = self.drafts, self.drafts.bundle
        front = self._save(drafts.front(language), _home(language))
        order = [self._module(front, module, language) for module in bundle.modules]
        if bundle.exam:
            order.append(self._save(drafts.exam(language), front))
        _arrange(front, order)

    def publish(self) -> int:
        """Return the number of pages published."""
        return self.count

    def _module(self, front: Page, module: Any, language: str) -> Page:
        page = self._save(self.drafts.module(module, language), front)
        lessons = [
            self._save(self.drafts.lesson(stem, language), page)
            for stem in module.lessons
        ]
        _arrange(page, lessons)
        return page

    def _save(self, draft: UnitPage, parent: Page) -> Page:
        """Publish ``draft`` unless the same text was loaded before; return the page."""
        draft.locale_id = parent.locale_id
        kind = type(draft)
        kept = kind.objects.filter(
            translation_key=draft.translation_key, locale_id=parent.locale_id
        ).first()
        mark = (draft.translation_key, draft.locale.language_code, draft.digest())
        if kept is not None and mark in self.known:
            return kept
        if kept is None:
            draft.live = False
            Page.objects.get(pk=parent.pk).add_child(instance=draft)
            kept = draft
        else:
            _copy(draft, kept)
        revision = kept.save_revision(clean=False, log_action=True)
        revision.publish(skip_permission_checks=True)
        self.count += 1
        return kept


def _home(language: str) -> HomePage:
    locale = Locale.objects.get(language_code=language)
    return HomePage.objects.get(locale=locale, depth=2)


def _copy(draft: UnitPage, page: UnitPage) -> None:
    """Copy the fields of the bundle; the place in the tree and the history stay."""
    own = {field.name for field in type(page)._meta.local_fields}
    for name in (own - {"page_ptr"}) | {"title"}:
        setattr(page, name, getattr(draft, name))


def _arrange(parent: Page, wanted: list[Page]) -> None:
    """Put the children of ``parent`` in the wanted order, others after them."""
    fresh = Page.objects.get(pk=parent.pk)
    keys = [page.pk for page in wanted]
    there = list(fresh.get_children().values_list("pk", flat=True))
    if [pk for pk in there if pk in keys] == keys:
        return
    for pk in keys:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
