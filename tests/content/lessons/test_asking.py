"""A private question on a paragraph: asked, answered, told, and nobody else's to read."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.enquiries.enquiry_context import build_enquiry_contexts
from courses.enquiries.enquiry_thread import (
    MOST_A_DAY,
    EnquiryDraft,
    reply_to_enquiry,
    submit_enquiry,
)
from courses.enquiries.errors import EnquiryError
from courses.enquiries.models import MOST_WORDS, Enquiry, Reply
from courses.enrolment import enrol_learner
from courses.learner.archive import build_learner_archive
from courses.models import UnitVersion
from courses.retention import retention_sweeps
from courses.retention.models import RetentionRun
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.content.lessons.reading import url, words
from tests.factories.accounts import UserFactory
from tests.factories.content import name, publish, text_block
from tests.factories.courses import CourseFactory, CourseRemitFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
BLOCK = name("l1")
ANSWER, CHANGED = Reply.Kind.ANSWER, Reply.Kind.CHANGED


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def asked(learner):
    """Ask about the first lesson, with what is told otherwise."""

    def put(text="Бұл қағида түнде де қолданыла ма?", **otherwise):
        enrolment = otherwise.pop("enrolment", None) or learner.enrolments.get()
        by = otherwise.pop("by", enrolment.learner.user)
        at = otherwise.pop("at", None)
        told = {
            "version": version_of("l1"),
            "block": BLOCK,
            "language": "kk",
            "key": uuid4(),
        }
        draft = EnquiryDraft(text=text, **(told | otherwise))
        return submit_enquiry(enrolment, draft, by=by, at=at)

    return put


@pytest.fixture
def desk(sign_in, trainer):
    return sign_in(trainer)


def trainer_of_another_course():
    course = CourseFactory(code="T9")
    user = UserFactory(roles=[Role.TRAINER])
    return CourseRemitFactory(user=user, course=course).user


def version_of(slug):
    return UnitVersion.objects.newest().get(unit__slug=slug)


def ask_url(block=BLOCK, unit="l1"):
    return f"{url(unit)}ask/{block}/"


def desk_url(enquiry):
    return reverse("desk:enquiries:enquiry", args=[enquiry.key])


def rewritten(pages, blocks):
    """Publish the first lesson with other blocks in each language, and release it."""
    for page in reversed(pages.lessons["l1"].values()):
        page.refresh_from_db()
        page.body = json.dumps(blocks)
        publish(page)
    pages.release()


# --- what is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", " \r\n ", "с" * (MOST_WORDS + 1), "Сотталған Ахметов неге жазаланды?"],
    ids=["empty", "blank", "long", "name of a prisoner"],
)
def test_question_that_cannot_be_kept_comes_back_with_its_words(reader, text):
    response = reader.post(ask_url(), {"text": text, "key": uuid4()})

    assert response.status_code == 400
    assert not Enquiry.objects.exists()
    if text.strip():
        assert text in words(response)
    assert "error-text" in words(response) or 'aria-invalid="true"' in words(response)


def test_question_about_what_is_not_there_is_not_found(reader, pages):
    for address in (ask_url("no-such"), ask_url(unit="no-such")):
        assert reader.get(address).status_code == 404
    stranger = StaffMemberFactory()
    reader.force_login(stranger.user)
    assert reader.get(ask_url()).status_code == 404
    reader.logout()
    assert reader.get(ask_url()).status_code == 302


def test_question_sent_twice_is_there_once_and_its_form_is_nobody_elses(asked, pages):
    key = uuid4()
    other = StaffMemberFactory()
    theirs = enrol_learner(other, pages.course, by=other.user)

    assert asked(key=key) == asked("Басқа сөз", key=key)
    with pytest.raises(EnquiryError):
        asked(key=key, enrolment=theirs)

    assert Enquiry.objects.get().text == "Бұл қағида түнде де қолданыла ма?"


def test_learner_asks_so_many_questions_a_day_and_no_more(asked):
    now = timezone.now()
    for _turn in range(MOST_A_DAY):
        asked(at=now)
    with pytest.raises(EnquiryError):
        asked(at=now)
    asked(at=now + timedelta(days=1))

    assert Enquiry.objects.count() == MOST_A_DAY + 1


def test_lesson_of_another_course_is_refused(asked, learner):
    alien = UnitVersion.objects.create(
        unit=version_of("l1").unit, number=99, digest="x", published_at=timezone.now()
    )
    with pytest.raises(EnquiryError):
        asked(version=alien)


def test_nobody_but_trainers_of_the_course_replies(asked, learner, trainer):
    enquiry = asked()
    bound = trainer_of_another_course()
    for somebody in (learner.user, bound, UserFactory(roles=[Role.ADMINISTRATOR])):
        with pytest.raises(EnquiryError):
            reply_to_enquiry(enquiry, ANSWER, "Иә.", by=somebody)
    for text in ("", "с" * (MOST_WORDS + 1), "Сотталған Ахметов айтсын."):
        with pytest.raises(EnquiryError):
            reply_to_enquiry(enquiry, ANSWER, text, by=trainer)
    learner.user.groups.add(trainer.groups.get())
    del learner.user.roles
    with pytest.raises(EnquiryError):  # not even a trainer her own
        reply_to_enquiry(enquiry, ANSWER, "Иә.", by=learner.user)

    assert not Reply.objects.exists()


def test_question_and_answer_are_never_changed(asked, trainer):
    enquiry = asked()
    kept = reply_to_enquiry(enquiry, ANSWER, "Иә.", by=trainer)
    for row in (enquiry, kept):
        with pytest.raises(AuditError):
            row.save()
        with pytest.raises(AuditError):
            row.delete()


# --- asked, answered, told ------------------------------------------------------------


def test_question_reaches_the_trainer_without_a_name_and_the_answer_comes_back(
    reader, sign_in, learner, trainer
):
    page = words(reader.get(url("l1")))
    assert f'href="ask/{BLOCK}/"' in page
    response = reader.post(
        ask_url(), {"text": "Түнде де ме?\r\nЕгжей.", "key": uuid4()}, follow=True
    )
    assert response.redirect_chain[-1][0] == f"{url('l1')}#{BLOCK}"
    assert "Түнде де ме?" in words(response)
    enquiry = Enquiry.objects.get()
    assert enquiry.text == "Түнде де ме?\nЕгжей."

    sign_in(trainer)
    told = Notice.objects.get(user=trainer)
    assert told.url == desk_url(enquiry).removeprefix("/kk")
    listed = words(reader.get(reverse("desk:enquiries:list")))
    shown_one = words(reader.get(desk_url(enquiry)))
    for seen in (listed, shown_one, told.subject + told.text):
        assert learner.family_name not in seen
        assert learner.staff_number not in seen
        assert str(learner.key) not in seen
    assert "Түнде де ме?" in listed
    assert "<p>Мәтін</p>" in shown_one
    sent = reader.post(desk_url(enquiry), {"kind": "answer", "text": "Иә, түнде де."})
    assert sent.url == reverse("desk:enquiries:list")
    again = reader.post(desk_url(enquiry), {"kind": "answer", "text": "Иә, түнде де."})
    assert again.status_code == 302
    assert not Enquiry.objects.waiting().exists()
    assert not Notice.objects.unread().filter(kind="enquiry-asked").exists()
    assert "Түнде де ме?" in words(reader.get(reverse("desk:enquiries:answered")))

    reader.force_login(learner.user)
    (told,) = Notice.objects.filter(user=learner.user, kind="enquiry-replied")
    assert told.url == f"/my/questions/#q-{enquiry.key}"
    for address in (url("l1"), reverse("learner:questions")):
        assert "Иә, түнде де." in words(reader.get(address))
    actions = Entry.objects.filter(action__startswith="enquiries.").order_by("pk")
    assert [(one.action, one.by, one.person) for one in actions] == [
        ("enquiries.asked", learner.user, str(learner.key)),
        ("enquiries.answered", trainer, str(learner.key)),
    ]
    assert "Түнде" not in str(actions.values_list("details", "reason"))


def test_reply_that_the_lesson_was_changed_needs_no_words(desk, asked, trainer):
    enquiry = asked()

    refused = desk.post(desk_url(enquiry), {"kind": "answer", "text": ""})
    kept = desk.post(desk_url(enquiry), {"kind": "changed", "text": ""})

    assert (refused.status_code, kept.status_code) == (400, 302)
    assert [(one.kind, one.text, one.by) for one in Reply.objects.all()] == [
        ("changed", "", trainer)
    ]
    assert Notice.objects.filter(kind="enquiry-replied").count() == 1


def test_question_exists_for_its_asker_and_her_trainers_alone(
    client, sign_in, asked, trainer, pages
):
    enquiry = asked()
    colleague = StaffMemberFactory()
    enrol_learner(colleague, pages.course, by=colleague.user)
    bound = trainer_of_another_course()
    hr = UserFactory(roles=[Role.MINISTRY_HR, Role.ADMINISTRATOR])

    for user, found in (
        (trainer, [enquiry]),
        (enquiry.enrolment.learner.user, [enquiry]),
        (colleague.user, []),
        (bound, []),
        (hr, []),
    ):
        assert list(Enquiry.objects.visible_to(user)) == found
        sign_in(user)
        status = client.get(desk_url(enquiry)).status_code
        assert status == (200 if user == trainer else 404)
        if user != enquiry.enrolment.learner.user:
            assert enquiry.text not in words(client.get(reverse("learner:questions")))
    client.force_login(colleague.user)
    assert enquiry.text not in words(client.get(url("l1")))


def test_paragraph_that_was_changed_or_taken_out_since_is_told(asked, pages):
    enquiry = asked()
    assert [
        (one.is_changed, one.is_gone) for one in build_enquiry_contexts([enquiry])
    ] == [(False, False)]

    rewritten(pages, [text_block("l1", "Жаңа мәтін")])
    (seen,) = build_enquiry_contexts(Enquiry.objects.with_replies())
    assert (seen.is_changed, seen.is_gone) == (True, False)
    assert seen.block.words != seen.now.words

    rewritten(pages, [text_block("l1-new")])
    (seen,) = build_enquiry_contexts(Enquiry.objects.with_replies())
    assert (seen.is_changed, seen.is_gone) == (False, True)


def test_lists_take_the_same_queries_for_one_and_for_three(
    desk, sign_in, asked, learner, trainer
):
    def counted(user, address):
        sign_in(user)
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    def rounds():
        return [
            counted(trainer, reverse("desk:enquiries:list")),
            counted(trainer, reverse("desk:enquiries:answered")),
            counted(learner.user, reverse("learner:questions")),
            counted(learner.user, url("l1")),
        ]

    reply_to_enquiry(asked(), ANSWER, "Иә.", by=trainer)
    asked("Екінші")
    few = rounds()
    for number in range(2):
        reply_to_enquiry(asked(f"Сұрақ {number}"), ANSWER, "Иә.", by=trainer)
        asked(f"Тағы {number}")

    assert rounds() == few


# --- what is kept about it ------------------------------------------------------------


def test_question_is_in_the_archive_and_goes_after_its_time(asked, learner, trainer):
    now = timezone.now()
    old = asked(at=now - timedelta(days=800))
    reply_to_enquiry(old, ANSWER, "Иә.", by=trainer)
    new = asked("Жаңа сұрақ")
    first, second = build_learner_archive(learner)["questions_to_trainers"]
    assert (first["question"], first["replies"][0]["text"]) == (old.text, "Иә.")
    assert (second["lesson"], second["replies"]) == ("l1", [])

    retention_sweeps.remove_expired_records(now)

    assert list(Enquiry.objects.all()) == [new]
    run = RetentionRun.objects.get(rule="enquiries")
    assert (run.number, run.details) == (1, {"replies": 1})
