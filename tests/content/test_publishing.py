"""Publishing makes versions, whatever the route; what is in use stays."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Page, Revision

from content.models import ExamPage, LessonPage
from content.publishing.models import HeldRevision
from content.publishing.page_tree_manifest import build_course_manifest
from content.publishing.scheduled_publication import publish_due_revisions
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.errors import ReleaseError
from courses.models import Approval, Unit, UnitVersion
from courses.release import edition_release, proposal_approval, proposed_outline
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.content import (
    check_block,
    name,
    publish,
    text_block,
)
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_lessons(pages):
    pages.lesson("l2", [text_block("l2")])
    return pages


def slugs(manifest):
    return [
        (entry.version.unit.slug, slugs(entry.children))
        if entry.children
        else entry.version.unit.slug
        for entry in manifest
    ]


def change(page, text, *, by=None):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = json.dumps([text_block(page.slug, text)])
    return publish(page, by=by)


def versions(pages, slug="l1"):
    return UnitVersion.objects.filter(unit__course=pages.course, unit__slug=slug)


def test_published_lesson_in_three_languages_is_one_unit(pages):

    version = versions(pages).newest().get()

    assert version.unit.key == pages.lessons["l1"]["kk"].translation_key
    assert {text.language for text in version.texts.all()} == {"kk", "ru", "en"}
    assert len({text.structure for text in version.texts.all()}) == 1


def test_publishing_the_same_again_changes_nothing(pages):
    before = versions(pages).count()

    publish(pages.lessons["l1"]["kk"])

    assert versions(pages).count() == before


def test_saving_a_draft_makes_no_version(pages):
    before = versions(pages).count()

    page = pages.lessons["l1"]["kk"]
    page.title = "Басқа"
    page.save_revision()

    assert versions(pages).count() == before


def test_scheduled_lesson_makes_a_version_only_when_its_time_comes(pages):
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    before = versions(pages).count()
    page.title, page.go_live_at = "Кейін", timezone.now() + timedelta(days=1)
    revision = page.save_revision()
    revision.publish()
    assert versions(pages).count() == before

    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - timedelta(hours=1)
    )
    stored = Revision.objects.get(pk=revision.pk)
    stored.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    stored.save()

    assert publish_due_revisions(timezone.now()) == 1
    assert publish_due_revisions(timezone.now()) == 0

    assert versions(pages).count() == before + 1
    assert versions(pages).newest().get().text("kk").title == "Кейін"


def test_change_of_one_language_leaves_the_others_behind(pages):

    change(pages.lessons["l1"]["kk"], "Жаңа")

    assert versions(pages).newest().get().languages_outdated == {"ru", "en"}


def test_weight_and_reason_reach_the_version(pages):
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    page.body = json.dumps([text_block("l1", "Жаңа")])
    page.change_weight, page.change_reason = "substantive", "Заң өзгерді"

    publish(page)

    version = versions(pages).newest().get()
    assert (version.change, version.reason) == ("substantive", "Заң өзгерді")


def test_substantive_change_without_a_reason_is_refused(pages):
    page = pages.lessons["l1"]["kk"]
    page.change_weight = "substantive"

    with pytest.raises(ValidationError) as error:
        page.full_clean()

    assert set(error.value.message_dict) == {"change_reason"}


def test_unknown_citation_is_refused_by_name(pages):
    released_instrument("1")
    page = pages.lessons["l1"]["kk"]
    page.cites = "NMR 1, NMR 999"

    with pytest.raises(ValidationError) as error:
        page.full_clean()

    assert "NMR 999" in str(error.value)
    assert "NMR 1," not in str(error.value)


def test_address_of_another_lesson_is_refused(two_lessons):
    pages = two_lessons
    page = pages.lessons["l1"]["kk"]
    page.slug = "l2"

    with pytest.raises(ValidationError) as error:
        page.full_clean()

    assert "slug" in error.value.message_dict


def test_manifest_follows_the_tree_of_pages(two_lessons):
    pages = two_lessons
    pages.exam()
    pages.question()

    assert slugs(build_course_manifest(pages.course)) == [
        ("t1", [("m1", ["l1", "l2"]), "exam"]),
        "t1-q01",
    ]


def test_proposal_is_kept_after_every_publication(two_lessons):
    pages = two_lessons

    assert slugs(proposed_outline.build_proposed_manifest(pages.course)) == [
        ("t1", [("m1", ["l1", "l2"])])
    ]


def test_proposal_follows_a_moved_page(two_lessons):
    pages = two_lessons
    for language in ("kk", "ru", "en"):
        second = Page.objects.get(pk=pages.lessons["l2"][language].pk)
        second.move(Page.objects.get(pk=pages.modules[language].pk), pos="first-child")

    assert slugs(proposed_outline.build_proposed_manifest(pages.course)) == [
        ("t1", [("m1", ["l2", "l1"])])
    ]


def test_proposal_leaves_out_what_is_unpublished_in_every_language(two_lessons):
    pages = two_lessons
    for page in pages.lessons["l2"].values():
        page.unpublish()

    assert slugs(proposed_outline.build_proposed_manifest(pages.course)) == [
        ("t1", [("m1", ["l1"])])
    ]


def test_lesson_that_exists_in_russian_alone_is_proposed_at_its_place(pages):
    pages.lesson("l9", [text_block("l9")], languages=["ru"])

    assert slugs(proposed_outline.build_proposed_manifest(pages.course)) == [
        ("t1", [("m1", ["l1", "l9"])])
    ]


def test_question_reaches_the_assessment_office_in_all_languages(pages):
    pages.question()

    question = QuestionVersion.objects.get(
        version=versions(pages, "t1-q01").newest().get()
    )

    assert question.key == {"right": [name("T1-Q01", "a")]}
    assert set(question.body) == {"kk", "ru", "en"}
    assert question.body["ru"]["stem"] == "Сұрақ T1-Q01 ru"


def test_question_with_a_new_choice_waits_for_its_translations(pages):
    row = pages.question()["kk"]
    raw = row.answers.get_prep_value()
    new = {"text": "в", "correct": False, "feedback": ""}
    raw.append({"type": "choice", "id": name("new"), "value": new})
    row.answers = json.dumps(raw)

    publish(row)

    question = QuestionVersion.objects.latest("pk")
    assert set(question.body) == {"kk"}


def test_question_type_nobody_can_mark_stays_a_draft(pages):
    pages.question("T1-Q02", type="scenario")

    assert not Unit.objects.filter(slug="t1-q02").exists()


def test_language_confirmed_at_the_desk_reaches_the_assessment_office(pages):
    row = pages.question()["kk"]
    row.stem = "Түзетілген сұрақ"
    publish(row)
    late = versions(pages, "t1-q01").newest().get()

    confirmed = edition_release.confirm_language(late, "ru", by=UserFactory())

    assert set(QuestionVersion.objects.get(version=confirmed).body) == {
        "kk",
        "ru",
        "en",
    }


def test_exam_reaches_the_assessment_office(pages):
    pages.exam()

    paper = PaperVersion.objects.get(version=versions(pages, "exam").newest().get())

    assert (paper.questions, paper.waiting_hours) == (1, [24, 72])
    assert not paper.is_invigilated


def test_an_exam_says_that_it_needs_an_invigilator(pages):
    pages.exam(is_invigilated=True)

    paper = PaperVersion.objects.get(version=versions(pages, "exam").newest().get())

    assert paper.is_invigilated


def test_an_exam_that_needs_no_invigilator_keeps_its_approved_hash():
    plain = ExamPage(title="Емтихан")

    assert "is_invigilated" not in plain.plain_content()
    assert ExamPage(title="Емтихан", is_invigilated=True).digest() != plain.digest()


def test_purge_leaves_revisions_in_use(pages):
    page = pages.lessons["l1"]["kk"]
    used = page.live_revision_id
    page.title = "Тек жоба"
    draft = page.save_revision().pk
    page.save_revision()

    call_command("purge_revisions", verbosity=0)

    left = set(Revision.objects.for_instance(page).values_list("pk", flat=True))
    assert used in left
    assert draft not in left


def test_page_in_use_cannot_be_deleted(pages):
    page = pages.lessons["l1"]["kk"]

    with pytest.raises(ProtectedError):
        page.delete()

    assert HeldRevision.objects.filter(revision=page.live_revision).exists()


def test_author_of_a_draft_may_not_approve_what_another_published(pages):
    author, publisher = UserFactory(), UserFactory()
    pages.release()
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    page.body = json.dumps([text_block("l1", "Жаңа")])
    page.save_revision(user=author)
    for language in ("kk", "ru", "en"):
        change(pages.lessons["l1"][language], "Жаңа", by=publisher)

    for person in (author, publisher):
        with pytest.raises(ReleaseError):
            proposal_approval.approve_proposal(pages.course, by=person)
    given = proposal_approval.approve_proposal(pages.course, by=UserFactory())
    approved([one.digest for one in given], gates=[Approval.Gate.SAFEGUARD])
    edition = proposal_approval.release_proposal(pages.course, by=author)

    assert edition.number == 2


def test_wrong_check_does_not_pass_the_form_of_the_studio(pages):
    page = pages.lessons["l1"]["kk"]
    page.body = json.dumps([check_block(right=())])

    with pytest.raises(ValidationError):
        page.body.stream_block.clean(page.body)


def test_unit_key_is_the_key_of_the_translations(pages):

    keys = set(Unit.objects.filter(course=pages.course).values_list("key", flat=True))

    assert uuid.UUID(name("T1/l1")) in keys
