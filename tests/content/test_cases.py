"""Cases in the studio: one text, several questions, frozen with each of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from content.questions.models import CaseDraft, QuestionDraft
from courses.assessment.models import QuestionVersion
from courses.models import UnitVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages, name, publish

pytestmark = pytest.mark.django_db


def newest(code="T1-Q01"):
    found = QuestionVersion.objects.filter(version__unit__slug=code.lower())
    return found.order_by("-version__number").first()


def told(question):
    """The case that each language of a question shows."""
    return {code: text.get("case") for code, text in question.body.items()}


def test_question_of_an_unpublished_case_is_refused_at_its_field(pages):
    case = pages.case(languages=["ru"])["ru"]
    row = pages.question()["kk"]
    draft = QuestionDraft.objects.get(pk=row.pk)
    draft.case = case

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert "case" in refusal.value.message_dict


def test_question_of_a_case_of_another_course_is_refused_at_its_field(pages):
    other = CoursePages(code="T2", lessons=[]).case(code="T2-K01")["kk"]
    draft = QuestionDraft.objects.get(pk=pages.question()["kk"].pk)
    draft.case = other

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert "case" in refusal.value.message_dict


def test_substantive_change_of_a_case_needs_a_reason(pages):
    case = pages.case()["kk"]
    case.change_weight = UnitVersion.Change.SUBSTANTIVE

    with pytest.raises(ValidationError) as refusal:
        case.full_clean()

    assert "change_reason" in refusal.value.message_dict


def test_version_of_a_question_keeps_the_text_of_its_case(pages):
    pages.question(case=pages.case(), case_place=2)

    question = newest()

    assert (str(question.case), question.place) == (name("T1-K01"), 2)
    assert told(question) == {
        code: {"title": f"Оқиға {code}", "text": f"Мән-жай {code}"}
        for code in ("kk", "ru", "en")
    }


def test_version_of_a_question_looks_its_case_up_once(pages):
    pages.question(case=pages.case())
    draft = QuestionDraft.objects.select_related("case", "live_revision").first()

    with CaptureQueriesContext(connection) as queries:
        draft.published_text(draft.live_revision)

    assert sum('FROM "questions_casedraft"' in one["sql"] for one in queries) == 1


def test_a_new_text_of_the_case_makes_new_versions_of_its_live_questions(pages):
    case = pages.case()
    pages.question("T1-Q01", case=case)
    pages.question("T1-Q02", case=case, case_place=2)
    pages.question("T1-Q03")
    before = {code: newest(code) for code in ("T1-Q01", "T1-Q02", "T1-Q03")}

    case["kk"].text = "Басқа мән-жай"
    case["kk"].change_weight = UnitVersion.Change.SUBSTANTIVE
    case["kk"].change_reason = "Ереже өзгерді."
    publish(case["kk"])

    after = {code: newest(code) for code in before}
    assert [code for code in before if before[code] != after[code]] == [
        "T1-Q01",
        "T1-Q02",
    ]
    for code in ("T1-Q01", "T1-Q02"):
        assert after[code].body["kk"]["case"]["text"] == "Басқа мән-жай"
        assert before[code].body["kk"]["case"]["text"] == "Мән-жай kk"
        version = after[code].version
        assert (version.change, version.reason) == ("substantive", "Ереже өзгерді.")
        assert version.languages_outdated == {"ru", "en"}


def test_publishing_the_same_text_again_makes_no_version(pages):
    case = pages.case()
    pages.question(case=case)
    before = newest()

    publish(case["kk"])

    assert newest() == before


def test_a_draft_of_a_question_is_not_published_with_its_case(pages):
    case = pages.case()
    row = pages.question(case=case)["kk"]
    row.stem = "Әлі дайын емес"
    row.save_revision(clean=False)

    case["kk"].text = "Басқа мән-жай"
    publish(case["kk"])

    assert newest().body["kk"]["stem"] == "Сұрақ T1-Q01 kk"
    assert newest().body["kk"]["case"]["text"] == "Басқа мән-жай"


def test_whoever_wrote_the_case_is_an_author_of_its_questions(pages):
    writer, author = UserFactory(), UserFactory()
    case = pages.case()
    pages.by = author
    pages.question(case=case)

    case["kk"].text = "Басқа мән-жай"
    publish(case["kk"], by=writer)

    text = newest().version.texts.get(language="kk")
    assert text.details["authors"] == sorted([writer.pk, author.pk])
    assert newest().version.published_by == writer


def test_languages_that_put_a_question_at_other_places_do_not_ask_the_same(pages):
    places = {"kk": 1, "ru": 2, "en": 1}
    pages.question(case=pages.case(), case_place=places)

    assert set(newest().body) == {"kk", "en"}


def test_a_published_case_is_not_deleted(pages, trainer):
    case = pages.case()["kk"]

    trainer.client.post(reverse("studio_cases:delete", args=[case.pk]))

    assert CaseDraft.objects.filter(pk=case.pk).exists()


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


def test_trainer_writes_a_case_and_publishes_it(trainer, pages):
    facts = {
        "course": pages.course.pk,
        "code": "T1-K09",
        "title": "Түнгі ауысым",
        "text": "Бірінші абзац.\n\nЕкінші абзац.",
        "change_weight": "editorial",
        "change_reason": "",
        "action-publish": "1",
    }

    trainer.client.post(reverse("studio_cases:add"), nested_form_data(facts))

    case = CaseDraft.objects.get(code="T1-K09")
    assert case.live


def test_page_of_a_case_lists_its_questions_in_their_order(trainer, pages):
    case = pages.case()
    pages.question("T1-Q01", case=case, case_place=2)
    pages.question("T1-Q02", case=case, case_place=1)

    page = trainer.client.get(reverse("studio_cases:edit", args=[case["kk"].pk]))

    text = page.content.decode()
    assert text.index("T1-Q02") < text.index("T1-Q01")


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Кейсті таңдау"), ("ru", "Выбрать кейс")]
)
def test_case_is_chosen_in_the_words_of_the_trainers_language(
    trainer, pages, language, words
):
    trainer.client.get(f"/{language}/my/")
    row = pages.question()["kk"]

    page = trainer.client.get(reverse("studio_questions:edit", args=[row.pk]))

    assert words in page.content.decode()


def test_preview_shows_the_case_above_its_questions(pages, rf):
    case = pages.case()
    pages.question("T1-Q01", case=case)
    pages.question("T1-Q02", case=case, case_place=2)

    shown = case["kk"].make_preview_request().content.decode()

    places = [
        shown.index(text) for text in ("Мән-жай kk", "Сұрақ T1-Q01", "Сұрақ T1-Q02")
    ]
    assert places == sorted(places)


def test_list_of_cases_takes_as_many_queries_with_one_as_with_three(trainer, pages):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = trainer.client.get(reverse("studio_cases:list"))
        return len(queries), {
            row.code: row.asked for row in page.context["object_list"]
        }

    case = pages.case()
    pages.question(case=case)
    asked()
    one, counts = asked()
    assert counts == {"T1-K01": 1}
    pages.case("T1-K02")
    pages.case("T1-K03")

    three, counts = asked()

    assert counts == {"T1-K01": 1, "T1-K02": 0, "T1-K03": 0}
    assert three == one
