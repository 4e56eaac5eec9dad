"""Loader of checked bundles: documents, courses, pages and questions; safe to repeat."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from content.curriculum.bank_loader import load_questions
from content.curriculum.bundle_approvals import record_approvals
from content.curriculum.bundle_cases import load_cases
from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.bundle_reader import read_library
from content.curriculum.document_loader import load_guideline, load_instrument
from content.curriculum.errors import ApprovalsError
from content.curriculum.fact_notes import load_course_facts
from content.curriculum.page_loader import load_course_pages
from content.curriculum.plain_page_loader import load_plain_pages
from content.glossary import term_import as glossary
from content.models.site_setup import ensure_site
from content.publishing.page_tree_manifest import defer_proposals
from courses.errors import ReleaseError
from courses.models import Course, Outcome, UnitText, UnitVersion
from courses.release import course_facts, edition_release
from courses.release.edition_proposal import EditionProposal
from elearning.audit import audit_log
from elearning.installation.demonstration_flag import is_demonstration
from elearning.worker.task_queue import drop_duplicate_tasks

Say = Callable[[str], None]
#: Why approvals in bundles have no effect on a production installation.
NOT_HERE = (
    "The approvals in the bundles are for a demonstration, and this installation is none. "
    "Load without them: two persons of the service approve and review each text here."
)
#: Suffix of the code of a refresher; the rest is the code of the course it renews.
_REFRESHER = "-R"
#: Wagtail’s tasks on every save; a page is saved several times before it is live.
INDEXING = (
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
)


@dataclass
class CurriculumLoadReport:
    """The result of a load, and the parts that wait for people to decide."""

    published: int = 0
    released: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    #: Why a course or guideline covered by approvals was not released, by its code.
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return bool(self.published or self.released)


def load_curriculum(
    root: Path,
    *,
    say: Say = lambda text: None,
    take_approvals: bool = False,
) -> CurriculumLoadReport:
    """Load every bundle under ``root``; its contents wait at the release desk.

    Only a demonstration may ``take_approvals``: it releases the parts covered by the
    approvals in the bundles, in the name of offices that did not review them here.
    Content that was loaded before is left alone, even if trainers have edited it since.
    Raises ``BundleError`` before anything is loaded, and ``ApprovalsError`` if
    ``take_approvals`` is set on any other installation.
    """
    if take_approvals and not is_demonstration():
        raise ApprovalsError(NOT_HERE)
    library = read_library(root)
    report = CurriculumLoadReport()
    homes = ensure_site()
    with transaction.atomic():
        report.published += load_plain_pages(root, homes)
        glossary.import_terms(library.glossary, by=None)
        say(f"Terms of the glossary: {len(library.glossary)}")
        for document in library.instruments:
            report.published += load_instrument(document)
        say(f"Instruments: {len(library.instruments)}")
        for guideline in library.guidelines:
            code = guideline.document.code
            loaded = load_guideline(guideline, homes, take_approvals=take_approvals)
            report.published += loaded.published
            _note(report, code, released=loaded.released, refusal=loaded.refusal)
        say(f"Guidelines: {len(library.guidelines)}")
    for bundle in library.courses:
        with transaction.atomic():
            report.published += load_course(bundle, say)
            _release(bundle, report, take_approvals=take_approvals)
    link_refresher_courses(bundle.code for bundle in library.courses)
    drop_duplicate_tasks(INDEXING)
    return report


def load_course(bundle: CourseBundle, say: Say) -> int:
    """Load one course; return the number of texts published."""
    course = save_course(bundle)
    known = set(
        UnitText.objects.filter(version__unit__course=course).values_list(
            "version__unit__key", "language", "digest"
        )
    )
    with defer_proposals():
        count = load_course_pages(bundle, course, known, say)
        count += load_cases(bundle.name, course, bundle.cases)
        count += load_questions(bundle, course, known, say)
    load_course_facts(bundle, course)
    return count


def save_course(bundle: CourseBundle) -> Course:
    """Save the course and its outcomes.

    The changes take effect at once. Outside a demonstration the next edition waits
    until somebody has approved the changes.
    """
    known = Course.objects.filter(code=bundle.code).first()
    before = course_facts.compute_facts_digest(known) if known else ""
    course = _write_course(bundle)
    if course_facts.compute_facts_digest(course) != before and not is_demonstration():
        course_facts.record_facts_change(course, by=None)
    return course


def _write_course(bundle: CourseBundle) -> Course:
    course, _created = Course.objects.update_or_create(
        code=bundle.code,
        defaults={
            "slug": bundle.slug,
            "hours": bundle.hours,
            "validity_months": bundle.validity_months,
            "titles": bundle.titles,
            "public_titles": bundle.public_titles,
        },
    )
    for number, texts in bundle.outcomes.items():
        Outcome.objects.update_or_create(
            course=course, number=number, defaults={"texts": texts}
        )
    return course


def link_refresher_courses(codes: Iterable[str]) -> None:
    """Link each refresher to the course it renews: C1-R to C1 (curriculum R5)."""
    for code in codes:
        base = Course.objects.filter(code=code.removesuffix(_REFRESHER)).first()
        if code.endswith(_REFRESHER) and base is not None:
            Course.objects.filter(code=code).update(refreshes=base)


def _release(
    bundle: CourseBundle, report: CurriculumLoadReport, *, take_approvals: bool
) -> None:
    """Release the course if it is approved in full and contains only approved content."""
    course = Course.objects.get(code=bundle.code)
    proposal = EditionProposal(course)
    if not proposal.is_changed:
        return
    is_covered = take_approvals and not bundle.uncovered()
    if not is_covered or not _is_of_bundle(proposal.fresh):
        reason = " ".join(proposal.missing)
        audit_log.record_action(
            "courses.release_refused", by=None, on=course, reason=reason
        )
        _note(report, bundle.code, released=False)
        return
    if _confirm_languages(proposal.fresh):
        proposal = EditionProposal(course)
    offices = next(iter(bundle.approvals.values()))
    whole = [proposal.seal] if proposal.is_whole_asked else []
    digests = [version.digest for version in proposal.fresh]
    approvals = record_approvals(offices, [*digests, *whole])
    try:
        EditionProposal(course, proposal.manifest, approvals).release(by=None)
    except ReleaseError as error:  # recorded in the audit log; the load continues
        _note(report, bundle.code, released=False, refusal=str(error))
    else:
        _note(report, bundle.code, released=True)


def _confirm_languages(versions: Iterable[UnitVersion]) -> bool:
    """Confirm unchanged languages as up to date; tell whether there were any.

    An approval covers all languages of its part, even those that needed no change.
    """
    is_any = False
    for version in versions:
        newest = version
        for language in sorted(version.languages_outdated):
            newest = edition_release.confirm_language(newest, language, by=None)
            is_any = True
    return is_any


def _is_of_bundle(versions: Iterable[UnitVersion]) -> bool:
    """Tell whether the loader alone wrote the versions to be released."""
    return all(
        version.published_by_id is None
        and not any(text.details.get("authors") for text in version.texts.all())
        for version in versions
    )


def _note(
    report: CurriculumLoadReport, code: str, *, released: bool | None, refusal: str = ""
) -> None:
    if released:
        report.released.append(code)
    elif released is False:
        report.waiting.append(code)
    if refusal:
        report.refused[code] = refusal
