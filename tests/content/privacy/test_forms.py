"""The studio saves what looks like data of real people only with a reason."""

import logging

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.models import LessonPage
from content.privacy.models import KeptWords
from content.privacy.national_ids import compute_check_digit
from content.questions.models import QuestionDraft
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.content.bank.forms import form_of as question_form
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

IIN = f"90010130012{compute_check_digit('90010130012')}"
REASON = "Нөмір ойдан шығарылған, оқу мысалы."


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    user.client.get("/en/my/")
    return user


def lesson_form(page, *texts, **changed):
    facts = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": page.minutes,
        "outcomes": page.outcomes,
        "cites": page.cites,
        "change_weight": "editorial",
        "change_reason": "",
        "privacy_reason": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "body": streamfield(
            [("text", {"heading": "Part", "text": rich_text(text)}) for text in texts]
        ),
    }
    return nested_form_data(facts | changed)


@pytest.fixture
def lesson(pages):
    return LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)


@pytest.fixture
def save(trainer, lesson):
    def save(*texts, **changed):
        url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        return trainer.client.post(url, lesson_form(lesson, *texts, **changed))

    return save


def blocks_at_fault(answer):
    error = answer.context["form"].errors.as_data()["body"][0]
    return {
        number: [str(words) for one in fault.non_block_errors for words in [one]]
        for number, fault in error.block_errors.items()
    }


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_number_is_refused_at_its_block_and_nothing_is_saved(save, lesson, action):
    before = lesson.latest_revision_id

    answer = save("<p>Тыныш</p>", f"<p>Оның ЖСН {IIN} еді</p>", **action)

    assert blocks_at_fault(answer) == {
        1: [f"“{IIN}” looks like somebody's identification number (IIN)."]
    }
    assert "Nothing has been saved yet" in answer.text
    assert f"{IIN} " in answer.text  # as it was typed
    lesson.refresh_from_db()
    assert lesson.latest_revision_id == before


def test_number_and_name_are_both_pointed_at(save):
    answer = save(f"<p>Осужденный Тестов, ИИН {IIN}</p>")

    assert blocks_at_fault(answer) == {
        0: [
            "“Тестов” looks like the name of a real person.",
            f"“{IIN}” looks like somebody's identification number (IIN).",
        ]
    }


def test_number_in_a_plain_field_is_refused_there(save):
    answer = save("<p>Тыныш</p>", summary=f"Жеке іс № 12-3 және {IIN}")

    assert answer.context["form"].errors["summary"] == [
        "“Жеке іс № 12-3” looks like the number of a real case or file.",
        f"“{IIN}” looks like somebody's identification number (IIN).",
    ]


def test_number_in_a_comment_is_refused(save):
    comment = {
        "comments-TOTAL_FORMS": 1,
        "comments-0-id": "",
        "comments-0-text": f"см. {IIN}",
        "comments-0-contentpath": "title",
    }

    answer = save("<p>Тыныш</p>", **comment)

    assert IIN in answer.context["form"].errors["privacy_reason"][0]


@pytest.mark.parametrize("reason", ["жоқ", f"Бұл {IIN}", "осужденный Тестов"])
def test_reason_that_says_nothing_or_too_much_is_refused(save, reason):
    answer = save(f"<p>ЖСН {IIN}</p>", privacy_reason=reason)

    assert "privacy_reason" in answer.context["form"].errors
    assert not KeptWords.objects.exists()


def test_reason_is_kept_and_audited_without_the_number(save, lesson, trainer):
    answer = save(f"<p>ЖСН {IIN}</p>", privacy_reason=REASON)

    assert answer.status_code == 302
    kept = KeptWords.objects.get()
    assert (kept.key, kept.kind, kept.reason, kept.by) == (
        lesson.translation_key,
        "iin",
        REASON,
        trainer,
    )
    entry = Entry.objects.get(action="privacy.kept")
    assert (entry.by, entry.reason, entry.details) == (
        trainer,
        REASON,
        {"text": str(lesson.translation_key), "kinds": ["iin"]},
    )
    assert IIN not in kept.mark


def test_what_has_a_reason_is_not_asked_about_again(save):
    save(f"<p>ЖСН {IIN}</p>", privacy_reason=REASON)

    again = save(f"<p>ЖСН {IIN[:6]} {IIN[6:]} еді</p>", **{"action-publish": "1"})

    assert again.status_code == 302
    assert KeptWords.objects.count() == 1
    assert Entry.objects.filter(action="privacy.kept").count() == 1


def test_reason_covers_what_it_was_given_for_and_nothing_else(save):
    save(f"<p>ЖСН {IIN}</p>", privacy_reason=REASON)

    answer = save(f"<p>ЖСН {IIN}</p>", "<p>сотталған Т. Тестов</p>")

    assert list(blocks_at_fault(answer)) == [1]


def test_preview_keeps_no_reason(trainer, lesson):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    data = lesson_form(lesson, f"<p>ЖСН {IIN}</p>", privacy_reason=REASON)

    assert trainer.client.post(url, data).json()["is_valid"]
    trainer.client.get(url)

    assert not KeptWords.objects.exists()


def test_found_number_is_in_no_log(save, caplog):
    caplog.set_level(logging.DEBUG)

    save(f"<p>ЖСН {IIN}</p>")

    assert IIN not in caplog.text


def test_listed_surname_is_refused(save, settings):
    settings.PRIVACY_NAMES = ["Тестов"]

    answer = save("<p>Видели Тестова во дворе</p>")

    assert list(blocks_at_fault(answer)) == [0]


def test_question_is_guarded_as_pages_are(trainer, pages):
    row = pages.question()["kk"]
    url = reverse("studio_questions:edit", args=[row.pk])
    data = question_form(row, cites="", stem=f"Жеке іс № 12-3: {IIN}?")

    answer = trainer.client.post(url, data)

    assert len(answer.context["form"].errors["stem"]) == 2
    data["privacy_reason"] = REASON
    assert trainer.client.post(url, data).status_code == 302
    assert QuestionDraft.objects.get(pk=row.pk).latest_revision.content["stem"] == (
        f"Жеке іс № 12-3: {IIN}?"
    )
    assert sorted(KeptWords.objects.values_list("kind", flat=True)) == ["case", "iin"]
