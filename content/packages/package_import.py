"""Creation of a course from a package: previewed first, then written whole or not at all."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from content.models import CoursePage
from content.models.site_setup import ensure_site
from content.packages.errors import PackageError
from content.packages.field_filler import FieldFiller
from content.packages.language_parity import (
    build_segment_hashes,
    read_known_parity,
    restore_parity,
)
from content.packages.media_import import MediaImporter
from content.packages.package_layout import MODELS, TITLES
from content.packages.package_reader import (
    OutlineNode,
    PackageContents,
    TextAddress,
    read_package,
)
from content.publishing.page_tree_manifest import defer_proposals
from content.questions.models import CaseDraft, QuestionDraft
from content.studio.new_course.course_creation import save_new_course
from courses.models import Course, Unit, UnitVersion
from courses.provisions import citation_lookup
from courses.release import edition_release
from elearning.audit import audit_log
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User


#: The number of faults kept in a preview, and their length; the count covers all.
SHOWN = 100
_LONGEST = 500


@dataclass(frozen=True)
class PackageImportPreview:
    """The contents of a package, and the faults that prevent its import, as plain values.

    ``lessons`` and ``questions`` are counted once for all languages; ``weight`` is that
    of the ``media``, in bytes. ``faults`` are the first of ``faulty``.
    """

    title: dict[str, str]
    languages: list[str]
    lessons: int
    questions: int
    media: int
    weight: int
    faults: list[str]
    faulty: int

    @classmethod
    def of(cls, contents: PackageContents, faults: list[str]) -> Self:
        """Return the preview of ``contents`` with its ``faults``."""
        nodes = contents.front.walk()
        return cls(
            title=_titles(contents.course["title"]),
            languages=contents.languages,
            lessons=sum(node.kind == Unit.Kind.LESSON for node in nodes),
            questions=len({address.key for address in contents.questions}),
            media=len(contents.media),
            weight=sum(len(one.content) for one in contents.media.values()),
            faults=[fault[:_LONGEST] for fault in faults[:SHOWN]],
            faulty=len(faults),
        )

    @property
    def more(self) -> int:
        """The number of faults beyond those kept."""
        return self.faulty - len(self.faults)


def preview_package_import(content: bytes, *, by: "User") -> PackageImportPreview:
    """Return a preview of the import; nothing is kept.

    Everything is written and rolled back, so on SQLite nobody else can write meanwhile:
    call it once per file, never when a page is only viewed. Raises ``PackageError`` if
    the package cannot be read.
    """
    contents = read_package(content)
    with _written(contents, by) as writer:
        transaction.set_rollback(True)
    return PackageImportPreview.of(contents, writer.faults)


#: Takes the number of texts handed over, and the total.
Tell = Callable[[int, int], None]


def create_course_from_package(
    content: bytes, *, by: "User", tell: Tell | None = None
) -> Course:
    """Create the course of a package, hand all texts over for release, and return it.

    Learners see it only after approvals on this platform: a package contains none.
    ``tell`` is called with the progress. Raises ``PackageError`` with the first faults,
    and keeps nothing then.
    """
    contents = read_package(content)
    with _written(contents, by) as writer:
        if writer.faults:
            raise PackageError("\n".join(writer.faults[:5]))
        writer.publish(tell)
        audit_log.record_action(
            "courses.imported",
            by=by,
            on=writer.course,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=len(writer.pages),
            questions=len(contents.questions),
        )
    return writer.course


def _titles(told: object) -> dict[str, str]:
    """Return the title in each language from any value in its place."""
    titles = told if isinstance(told, dict) else {}
    return {code: str(titles[code])[:_LONGEST] for code in CODES if code in titles}


@contextmanager
def _written(contents: PackageContents, by: "User") -> Iterator["_Writer"]:
    """Yield the writer of all drafts; its files are deleted if the transaction fails."""
    writer = _Writer(contents, by)
    is_kept = False
    try:
        with transaction.atomic(), defer_proposals():
            writer.write()
            yield writer
            is_kept = not transaction.get_rollback()
    finally:
        if not is_kept:
            writer.shelf.take_back()


class _Writer:
    """Writes the drafts of one course, then publishes them."""

    course: Course

    def __init__(self, contents: PackageContents, by: "User") -> None:
        self.contents, self.by = contents, by
        self.shelf = MediaImporter(by)
        self.faults: list[str] = []
        self.pages: dict[TextAddress, Any] = {}
        self.rows: list[Any] = []
        self.locales = {one.language_code: one for one in Locale.objects.all()}

    def write(self) -> None:
        """Write everything as drafts; collect the faults."""
        self.faults = self._taken()
        if self.faults:
            return
        if not self._write_course():
            return
        for medium in self.contents.media.values():
            self.shelf.put(medium)
        self._add_pages()
        linked: dict[tuple[str, Any, str], Any] = {
            ("outcome", one.number, code): one
            for one in self.course.outcomes.all()
            for code in CODES
        }
        filler = FieldFiller(self.shelf.rows, self.pages, linked)
        self._write_bank(filler, linked)
        for address, page in self.pages.items():
            place = f"{page.slug} ({address.language})"
            filler.fill(page, self.contents.pages[address], address.language, place)
        self.faults += [*self.shelf.faults, *filler.faults, *self._unknown()]

    def publish(self, tell: Tell | None) -> None:
        """Hand everything over for release in the author’s name."""
        order = {code: place for place, code in enumerate(CODES)}
        bank = sorted(
            self.rows,
            key=lambda row: (isinstance(row, QuestionDraft), order[row.language]),
        )
        rows = [*bank, *self.pages.values()]
        for number, row in enumerate(rows, start=1):
            with translation.override(row.language):
                try:
                    row.full_clean()
                except ValidationError as error:
                    texts = " ".join(error.messages)
                    raise PackageError(f"{row} ({row.language}): {texts}") from error
                revision = row.save_revision(user=self.by, clean=False, log_action=True)
                revision.publish(user=self.by, skip_permission_checks=True)
            if tell:
                tell(number, len(rows))
        self._stand()

    def _stand(self) -> None:
        """Store which languages are out of date, and where, as the package states."""
        standings = self.contents.standings
        versions = UnitVersion.objects.filter(unit__key__in=standings).newest()
        rows = [*self.pages.values(), *self.rows]
        models = {row.translation_key: type(row) for row in rows}
        texts = self.contents.pages | self.contents.questions
        for version in versions.select_related("unit", "segments"):
            key = version.unit.key
            said = {
                code: build_segment_hashes(
                    made, models[key], texts[TextAddress(key, code)]
                )
                for code, made in read_known_parity(version).texts.items()
            }
            parity = restore_parity(standings[key], said)
            edition_release.import_parity(
                version, parity, standings[key].rounds, by=self.by
            )

    def _taken(self) -> list[str]:
        """Return why this course cannot be created: parts of it exist here already."""
        facts = self.contents.course
        same = Course.objects.filter(code=facts["code"]).first()
        same = same or Course.objects.filter(slug=facts["slug"]).first()
        if same is not None:
            words = _(
                "A course with this code or address already exists: %(code)s. A "
                "package makes a new course. Change the existing one in the "
                "studio."
            )
            return [words % {"code": same.code}]
        keys = {one.key for one in self.contents.front.walk()}
        bank = {one.key for one in (*self.contents.questions, *self.contents.cases)}
        is_here = (
            Unit.objects.filter(key__in=keys | bank).exists()
            or Page.objects.filter(translation_key__in=keys).exists()
            or QuestionDraft.objects.filter(translation_key__in=bank).exists()
            or CaseDraft.objects.filter(translation_key__in=bank).exists()
        )
        if is_here:
            return [_("Parts of this course are here already, in another course.")]
        return []

    def _write_course(self) -> bool:
        facts = self.contents.course
        try:
            titles = {
                field: {code: facts[name][code] for code in CODES}
                for name, field in TITLES.items()
            }
            self.course = Course(
                code=facts["code"],
                slug=facts["slug"],
                hours=facts["hours"],
                validity_months=facts["validity_months"],
                **titles,
            )
            outcomes = [
                (row["number"], {code: str(row["text"][code]) for code in CODES})
                for row in facts["outcomes"]
            ]
            save_new_course(self.course, outcomes, by=self.by)
        except (KeyError, TypeError) as error:
            self.faults.append(f"course: {error}")
        except ValidationError as error:
            self.faults += [
                f"course: {name}: {' '.join(texts)}"
                for name, texts in error.message_dict.items()
            ]
        return not self.faults

    def _add_pages(self) -> None:
        """Add all pages with title and slug, so that texts can link to each."""
        homes = ensure_site()
        for language in self.contents.languages:
            self._add(self.contents.front, homes[language], language)

    def _add(self, node: OutlineNode, parent: Page, language: str) -> None:
        address = TextAddress(node.key, language)
        text = self.contents.pages.get(address)
        if text is None:
            below = [TextAddress(one.key, language) for one in node.children]
            if any(one in self.contents.pages for one in below):
                words = _(
                    "“%(name)s” contains parts in a language in which it has no text "
                    "itself."
                )
                self.faults.append(words % {"name": node.name})
            return
        page = MODELS[node.kind](
            title=str(text.get("title", "")),
            slug=node.name,
            locale=self.locales[language],
            translation_key=node.key,
            live=False,
        )
        if isinstance(page, CoursePage):
            page.course = self.course
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self.pages[address] = page
        for child in node.children:
            self._add(child, page, language)

    def _write_bank(
        self, filler: FieldFiller, linked: dict[tuple[str, Any, str], Any]
    ) -> None:
        """Write cases, then the questions that may refer to them."""
        for model, texts in (
            (CaseDraft, self.contents.cases),
            (QuestionDraft, self.contents.questions),
        ):
            for address, text in sorted(
                texts.items(), key=lambda one: CODES.index(one[0].language)
            ):
                row = model(
                    course=self.course,
                    locale=self.locales[address.language],
                    translation_key=address.key,
                    live=False,
                )
                place = f"{text.get('code', '')} ({address.language})"
                before = len(filler.faults)
                filler.fill(row, text, address.language, place)
                if len(filler.faults) > before:
                    continue
                row.save()
                self.rows.append(row)
                if model is CaseDraft:
                    linked["case", str(address.key), address.language] = row

    def _unknown(self) -> list[str]:
        """Return citations that are not in the register of this platform."""
        cited = [one for row in self.rows for one in getattr(row, "cite_list", ())]
        for page in self.pages.values():
            places = page.citation_places().values()
            cited += [one for codes in places for one in codes]
        missing = citation_lookup.list_unknown_citations(cited)
        if not missing:
            return []
        words = _(
            "The course cites provisions that are not in the register here: "
            "%(codes)s. Load their documents first."
        )
        return [words % {"codes": ", ".join(missing)}]
