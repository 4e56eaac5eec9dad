"""The exam's page in the studio: its rules, its blueprint, and what its bank lacks."""

import pytest
from django.urls import reverse

from content.models import ExamPage
from courses.assessment.models import PaperVersion
from tests.factories.content import publish

pytestmark = pytest.mark.django_db


def test_page_of_the_exam_says_what_the_bank_lacks(trainer, pages):
    pages.exam()
    pages.question(must_pass=True)
    exam = ExamPage.objects.get(locale__language_code="kk")
    edit = reverse("wagtailadmin_pages:edit", args=[exam.pk])

    def findings():
        used = trainer.client.get(edit).context
        return next(level["findings"] for level in used if "findings" in level)

    assert [one.is_refusal for one in findings()] == [False]
    for code in ("T1-Q02", "T1-Q03"):
        pages.question(code)
    assert findings() == []


@pytest.mark.parametrize(
    ("rule", "value"), [("trials", 5), ("trials", 0), ("needs_full_bank", True)]
)
def test_new_rules_of_an_exam_reach_the_assessment_office(pages, rule, value):
    pages.exam()
    exam = ExamPage.objects.get(locale__language_code="kk")
    before = exam.digest()

    setattr(exam, rule, value)
    publish(exam)

    paper = PaperVersion.objects.latest("pk")
    assert getattr(paper, rule) == value
    assert exam.digest() != before


def test_exam_whose_rules_are_the_usual_ones_keeps_its_hash(pages):
    pages.exam()

    assert set(ExamPage.objects.first().rules) == {
        "questions",
        "minutes",
        "pass_mark",
        "attempts",
        "waiting_hours",
    }


def exam_form(trainer, **changed):
    """What the form of the Kazakh exam sends, with ``changed`` numbers."""
    exam = ExamPage.objects.get(locale__language_code="kk")
    facts = {
        name: getattr(exam, name) if getattr(exam, name) is not None else ""
        for name in (
            "title",
            "slug",
            "questions",
            "minutes",
            "pass_mark",
            "attempts",
            "waiting_hours",
            "open_questions",
            "review",
            "test_review",
            "pre_test_questions",
            "follow_up_questions",
            "trials",
            "review",
            "test_review",
            "pre_test_questions",
            "follow_up_questions",
            "easy",
            "medium",
            "hard",
            "must_pass_questions",
            "listed",
        )
    }
    facts |= {"change_weight": "editorial", "change_reason": ""}
    comments = {
        f"comments-{name}": number
        for name, number in [
            ("TOTAL_FORMS", 0),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", ""),
        ]
    }
    edit = reverse("wagtailadmin_pages:edit", args=[exam.pk])
    return trainer.client.post(
        edit, facts | comments | changed | {"action-publish": "action-publish"}
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"per_outcome-1": "x"}, "per_outcome"),
        ({"per_outcome-1": "-1"}, "per_outcome"),
        ({"per_outcome-1": "1"}, "per_outcome"),
        ({"easy": "40", "medium": "40", "hard": "40"}, "easy"),
        ({"must_pass_questions": "99"}, "must_pass_questions"),
        ({"listed": "T1-Q01"}, "listed"),
    ],
)
def test_blueprint_that_does_not_add_up_is_refused_at_its_field(
    trainer, pages, changed, field
):
    pages.exam(questions=2)

    answer = exam_form(trainer, **changed)

    assert set(answer.context["form"].errors) == {field}
    assert PaperVersion.objects.latest("pk").blueprint == {}


def test_blueprint_of_an_exam_is_written_in_the_studio_and_frozen(trainer, pages):
    pages.exam(questions=2)

    answer = exam_form(
        trainer,
        **{"per_outcome-1": "2", "easy": "50", "medium": "0", "hard": "50"},
        must_pass_questions="1",
    )

    assert answer.status_code == 302, answer.context["form"].errors
    rules = {
        "outcomes": {"1": 2},
        "difficulty": {"easy": 50, "medium": 0, "hard": 50},
        "must_pass": 1,
    }
    assert PaperVersion.objects.latest("pk").blueprint == rules
    exam = ExamPage.objects.get(locale__language_code="kk")
    page = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[exam.pk]))
    content = page.content.decode()
    assert 'name="per_outcome-1" id="id_per_outcome-1" value="2"' in content
    places = next(level["places"] for level in page.context if "places" in level)
    assert [(one.asked, one.live, one.lacks) for one in places] == [(1, 0, 1)] * 2
