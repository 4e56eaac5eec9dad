"""Unpublish, move or roll back in the studio: nobody takes it to the learners alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from content.models import ExamPage, LessonPage
from content.publishing import fact_verification
from content.publishing.deletion_guard import explain_remaining_languages
from content.publishing.models import Fact
from content.publishing.scheduled_publication import publish_due_revisions
from content.questions.models import QuestionDraft
from courses.errors import ReleaseError
from courses.models import Course, OutlineChange, Unit
from courses.release import proposal_approval, safeguard_reviews
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.content import LANGUAGES, CoursePages, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(module_db):
    """A course with two lessons, an exam and its question, released once."""
    pages = CoursePages(code="T9", lessons=["l1", "l2"])
    pages.exam(pass_mark=50)
    pages.question("T9-Q01")
    pages.release()
    return pages


@pytest.fixture
def enter(client):
    """Have somebody of a role work in the browser."""

    def enter(role=Role.TRAINER, user=None):
        user = user or UserFactory(roles=[role])
        pass_both_steps(client, user)
        return user

    return enter


def course_of(pages):
    return Course.objects.get(pk=pages.course.pk)


def unpublish(client, pages, languages=LANGUAGES):
    """Unpublish each of ``pages``, by language, as the studio does."""
    for language in languages:
        address = reverse("wagtailadmin_pages:unpublish", args=[pages[language].pk])
        answer = client.post(address, follow=True)
        assert answer.status_code == 200
    return answer


def release_page(client, pages, language="kk"):
    with translation.override(language):
        return client.get(reverse("desk:release-course", args=[pages.course.slug]))


def press(client, pages, name):
    """Press a button of the release page with what is seen on it."""
    seen = EditionProposal(course_of(pages)).seal
    address = reverse(f"desk:{name}", args=[pages.course.slug])
    return client.post(address, {"seen": seen}, follow=True)


def sign(client, pages):
    """Answer yes to each checklist that waits, on its page at the desk."""
    for subject in safeguard_reviews.list_review_subjects(course_of(pages)):
        address = reverse("desk:reviews:module", args=[pages.course.slug, subject.key])
        page = client.get(address)
        said = {"seen": page.context["seal"]}
        for item in subject.items:
            said |= {f"verdict-{item.key}": "yes", f"reason-{item.key}": "Тексерілді."}
        assert client.post(address, said).status_code == 302
    return page


def numbers(pages):
    return list(pages.course.editions.values_list("number", flat=True))


def test_trainer_alone_takes_no_lesson_away(client, pages, enter):
    trainer = enter()
    unpublish(client, pages.lessons["l2"])

    for name in ("approve-course", "release-course"):
        press(client, pages, name)

    assert numbers(pages) == [1]
    assert {one.by for one in OutlineChange.objects.all()} == {trainer}


@pytest.mark.parametrize("language", LANGUAGES)
def test_release_page_names_what_goes(client, pages, enter, language):
    enter()
    unpublish(client, pages.lessons["l2"])

    page = release_page(client, pages, language)

    assert [one.unit.slug for one in page.context["parts"].gone] == ["l2"]
    assert f"Сабақ l2 {language}" in page.content.decode()
    heading = {
        "kk": "Не алынып тасталады",
        "ru": "Что уходит",
        "en": "What is removed",
    }[language]
    assert f'<h2 id="gone">{heading}</h2>' in page.content.decode()


def test_second_person_and_reviewer_read_what_goes_and_let_it_go(client, pages, enter):
    trainer = enter()
    unpublish(client, pages.lessons["l2"])
    enter()
    press(client, pages, "approve-course")
    enter(Role.SAFEGUARD_REVIEWER)
    read = sign(client, pages)
    enter(user=trainer)

    press(client, pages, "release-course")

    assert "Сабақ l2 kk" in read.content.decode()
    assert numbers(pages) == [2, 1]
    slugs = [
        entry.version.unit.slug for entry in course_of(pages).current_edition.outline
    ]
    assert "l2" not in slugs


def test_exam_goes_only_with_a_signed_reason(client, pages, enter):
    trainer = enter()
    exams = {page.locale.language_code: page for page in ExamPage.objects.all()}
    unpublish(client, exams)
    press(client, pages, "release-course")
    enter()
    press(client, pages, "approve-course")
    enter(user=trainer)
    press(client, pages, "release-course")
    assert numbers(pages) == [1]

    enter(Role.SAFEGUARD_REVIEWER)
    page = sign(client, pages)
    press(client, pages, "release-course")

    assert "verdict-exam" in page.content.decode()
    assert numbers(pages) == [2, 1]


def test_old_pass_mark_does_not_come_back_alone(client, pages, enter):
    exams = list(ExamPage.objects.order_by("pk"))
    old = [exam.latest_revision for exam in exams]
    for exam in exams:
        exam.pass_mark = 80
        publish(exam)
    pages.release()
    trainer = enter()
    for revision in old:
        page = revision.as_object()
        page.save_revision(user=trainer, previous_revision=revision).publish(
            user=trainer
        )

    for name in ("approve-course", "release-course"):
        press(client, pages, name)

    proposal = EditionProposal(course_of(pages))
    assert numbers(pages) == [2, 1]
    assert [one.unit.kind for one in proposal.fresh] == [Unit.Kind.EXAM]
    assert len(proposal.loosened) == 1
    assert (
        len(proposal.missing) == 5
    )  # two gates of the part, two of the whole, the sign


def test_trainer_alone_moves_nothing(client, pages, enter):
    trainer = enter()
    for language in LANGUAGES:
        page = pages.lessons["l2"][language]
        address = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
        assert client.post(f"{address}?position=0").status_code == 200

    press(client, pages, "release-course")

    page = release_page(client, pages, "ru")
    assert [one.unit.slug for one in page.context["proposal"].moved] == ["l2"]
    assert '<h2 id="moved">Что меняет место</h2>' in page.content.decode()
    assert numbers(pages) == [1]
    assert OutlineChange.objects.latest("pk").by == trainer


def test_lesson_that_ends_by_itself_is_taken_away_by_whoever_said_so(pages):
    trainer = UserFactory(roles=[Role.TRAINER])
    for language in LANGUAGES:
        page = LessonPage.objects.get(pk=pages.lessons["l2"][language].pk)
        page.expire_at = timezone.now() + timedelta(hours=1)
        publish(page, by=trainer)
        Page.objects.filter(pk=page.pk).update(
            expire_at=timezone.now() - timedelta(hours=1)
        )

    publish_due_revisions(timezone.now())

    assert [one.unit.slug for one in EditionProposal(course_of(pages)).gone] == ["l2"]
    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course_of(pages), by=trainer)


def test_unpublishing_one_language_says_that_the_lesson_stays(client, pages, enter):
    enter()

    answer = unpublish(client, pages.lessons["l2"], ["ru"])

    told = " ".join(map(str, answer.context["messages"]))
    assert "English, Қазақша" in told
    assert not EditionProposal(course_of(pages)).gone


def test_question_that_is_unpublished_in_one_language_stays_and_says_so(
    client, pages, enter
):
    enter()
    draft = QuestionDraft.objects.get(code="T9-Q01", locale__language_code="ru")
    address = draft.snippet_viewset.get_url_name("unpublish")

    answer = client.post(reverse(address, args=[draft.pk]), follow=True)

    told = " ".join(map(str, answer.context["messages"]))
    assert "Қазақша, English" in told
    assert explain_remaining_languages(draft) in told
    QuestionDraft.objects.filter(code="T9-Q01").update(live=False)
    assert explain_remaining_languages(draft) == ""


def test_facts_to_verify_are_for_the_studio_alone_and_checked_once(pages):
    fact = Fact.objects.create(key=uuid4(), text_key=uuid4(), course=course_of(pages))
    trainer = UserFactory(roles=[Role.TRAINER])

    fact_verification.verify_fact(fact, "Дұрыс", by=trainer)
    fact_verification.verify_fact(fact, "Бұрыс", by=trainer)

    assert Fact.objects.get(pk=fact.pk).finding == "Дұрыс"
    assert not Fact.objects.visible_to(UserFactory()).exists()
