"""Loader of the question bank: one draft per language; releasable types are published."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import translation
from wagtail.models import Locale

from content.curriculum.block_builder import build_question_blocks
from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.bundle_keys import derive_key
from content.curriculum.bundle_questions import BundleQuestion
from content.curriculum.bundle_regions import load_pictures
from content.curriculum.page_loader import Known
from content.publishing.bulk_publish import publish_new_texts
from content.questions.models import CaseDraft, QuestionDraft
from courses.models import Course, Outcome
from elearning.languages import CODES

Say = Callable[[str], None]


def load_questions(bundle: CourseBundle, course: Course, known: Known, say: Say) -> int:
    """Write the new questions of a bundle; return the number of new texts."""
    outcomes = {one.number: one for one in course.outcomes.all()}
    kept = {
        (row.translation_key, row.locale.language_code): row
        for row in QuestionDraft.objects.filter(course=course).select_related(
            "locale", "outcome"
        )
    }
    locales = {one.language_code: one for one in Locale.objects.all()}
    pictures = load_pictures(bundle.questions)
    cases = {
        (row.translation_key, row.language): row
        for row in CaseDraft.objects.filter(course=course).select_related("locale")
    }
    known_keys = {row for row, _language in kept}
    new: list[QuestionDraft] = []
    count = 0
    for language in CODES:
        with translation.override(language):
            for question in bundle.questions:
                draft = _draft(bundle, course, question, language, locales, outcomes)
                draft.picture = pictures.get(question.code)
                if question.case:
                    case = derive_key(bundle.name, "cases", question.case)
                    draft.case = cases[case, language]
                    draft.case_place = _place(bundle, question)
                old = kept.get((draft.translation_key, language))
                if draft.translation_key not in known_keys:
                    new.append(draft)
                elif _is_new(draft, old, known, language):
                    _write(draft, old)
                    count += 1
        say(f"{bundle.code}: questions in {language}")
    _write_new(new)
    return count + len(new)


def _draft(
    bundle: CourseBundle,
    course: Course,
    question: BundleQuestion,
    language: str,
    locales: dict[str, Locale],
    outcomes: dict[int, Outcome],
) -> QuestionDraft:
    return QuestionDraft(
        course=course,
        code=question.code,
        type=question.type,
        must_pass=question.must_pass,
        difficulty=question.difficulty,
        outcome=outcomes[question.outcome],
        cites=", ".join(question.cites),
        stem=question.stems[language],
        answers=build_question_blocks(bundle.name, question, language),
        answer=question.answers.get(language, ""),
        passage=question.passages.get(language, ""),
        tolerance=question.tolerance,
        unit=question.units.get(language, ""),
        counts_parts=question.counts_parts,
        for_practice=question.for_practice,
        picture_alt=question.picture.alts[language] if question.picture else "",
        markers=question.markers,
        limit=question.limit,
        feedback=question.feedbacks.get(language, ""),
        locale=locales[language],
        translation_key=derive_key(bundle.name, "questions", question.code),
        live=False,
    )


def _place(bundle: CourseBundle, question: BundleQuestion) -> int:
    """Return the position of a question within its case, in the order of the file."""
    same = [one.code for one in bundle.questions if one.case == question.case]
    return same.index(question.code) + 1


def _is_new(
    draft: QuestionDraft, old: QuestionDraft | None, known: Known, language: str
) -> bool:
    if old is None:
        return True
    if draft.is_releasable:
        return (draft.translation_key, language, draft.digest()) not in known
    return draft.digest() != old.digest() and not old.has_unpublished_changes


def _write_new(drafts: Sequence[QuestionDraft]) -> None:
    """Write questions that are not yet in the bank in any language, in one transaction."""
    if not drafts:
        return
    with transaction.atomic():
        QuestionDraft.objects.add(drafts)
        publish_new_texts([draft for draft in drafts if draft.is_releasable])


def _write(draft: QuestionDraft, old: QuestionDraft | None) -> None:
    if old is not None:
        draft.pk = old.pk
        draft._state.adding = False  # noqa: SLF001 — the same row, with a new text
        draft.latest_revision_id = old.latest_revision_id
        draft.first_published_at = old.first_published_at
        draft.live = old.live
    draft.save()
    if draft.is_releasable:
        draft.save_revision(clean=False).publish(skip_permission_checks=True)
