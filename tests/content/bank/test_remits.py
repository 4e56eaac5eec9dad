"""A trainer who looks after one course meets no question of another in the studio."""

import copy

import pytest
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Revision

from content.models import ExamPage
from content.questions.exchange import upload_store
from content.questions.models import CaseDraft, QuestionDraft
from content.questions.wagtail_hooks import CaseViewSet, QuestionViewSet
from courses.assessment.models import Filing, QuestionVersion
from tests.factories.content import CoursePages
from tests.factories.courses import CourseRemitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def banks(module_db):
    """Two courses, each with an exam, a question and a case."""
    return course_with_bank("T1"), course_with_bank("T2")


@pytest.fixture
def found(banks, db):
    return copy.deepcopy(banks)


@pytest.fixture
def mine(found):
    return found[0]


@pytest.fixture
def foreign(found):
    return found[1]


@pytest.fixture
def bound(trainer, mine):
    """The browser of a trainer who looks after the first course alone."""
    CourseRemitFactory(user=trainer, course=mine.course)
    return trainer.client


def course_with_bank(code):
    pages = CoursePages(code=code, languages=["kk"], lessons=[])
    pages.exam(languages=["kk"])
    pages.row = pages.question(f"{code}-Q01", languages=["kk"])["kk"]
    pages.text = pages.case(f"{code}-K01", languages=["kk"])["kk"]
    exams = ExamPage.objects.descendant_of(pages.fronts["kk"])
    versions = QuestionVersion.objects.filter(version__unit__course=pages.course)
    pages.paper, pages.version = exams.get(), versions.get().version
    return pages


def addresses(row, viewset):
    """Every page of the studio about ``row``: whatever Wagtail adds is among them."""
    revision = Revision.objects.for_instance(row).latest("pk")
    known = {
        "pk": row.pk,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": 1,
        "workflow_state_id": 1,
    }
    found = {}
    for pattern in viewset.get_urlpatterns():
        names = pattern.pattern.converters or pattern.pattern.regex.groupindex
        if "pk" in names:
            given = {name: known[name] for name in names}
            name = viewset.get_url_name(pattern.name)
            found[pattern.name] = reverse(name, kwargs=given)
    return found


@pytest.mark.parametrize(
    ("model", "viewset"),
    [(QuestionDraft, "studio_questions"), (CaseDraft, "studio_cases")],
)
def test_no_page_about_what_is_outside_the_remit_is_there(
    bound, mine, foreign, model, viewset
):
    row = model.objects.get(course=foreign.course)
    found = addresses(row, model.snippet_viewset)

    assert {"edit", "history", "usage", "preview_on_edit", "revisions_compare"} <= set(
        found
    )
    for name, url in found.items():
        assert bound.get(url).status_code == 404, name
        assert bound.post(url).status_code == 404, name
    own = model.objects.get(course=mine.course)
    assert bound.get(reverse(f"{viewset}:edit", args=[own.pk])).status_code == 200


@pytest.mark.parametrize("viewset", [QuestionViewSet, CaseViewSet])
def test_lists_and_choosers_offer_the_remit_alone(bound, mine, foreign, viewset):
    viewset = viewset.model.snippet_viewset
    outside = viewset.model.objects.get(course=foreign.course)
    chooser = viewset.chooser_viewset

    listed = [
        bound.get(reverse(viewset.get_url_name(name))).content.decode()
        for name in ("list", "list_results")
    ]
    offered = [
        bound.get(reverse(chooser.get_url_name(name))).content.decode()
        for name in ("choose", "choose_results")
    ]

    for page in [*listed, *offered]:
        assert "T1-" in page
        assert "T2-" not in page
    chosen = reverse(chooser.get_url_name("chosen"), args=[outside.pk])
    assert bound.get(chosen).status_code == 404
    several = reverse(chooser.get_url_name("chosen_multiple"))
    assert "T2-" not in bound.get(several, {"id": outside.pk}).content.decode()


def test_new_question_can_be_put_into_a_course_of_the_remit_alone(bound, mine, foreign):
    form = bound.get(reverse("studio_questions:add")).context["form"]

    assert list(form.fields["course"].queryset) == [mine.course]
    assert set(form.fields["outcome"].queryset) == {mine.outcome}
    assert set(form.fields["case"].queryset) == {mine.text}


def test_bulk_action_leaves_questions_outside_the_remit_alone(bound, foreign):
    url = reverse("wagtail_bulk_action", args=["questions", "questiondraft", "place"])
    url = f"{url}?id={foreign.row.pk}"

    page = bound.get(url).content.decode()
    bound.post(url, {"folder": "Қалта", "tags": ""})

    assert "T2-" not in page
    assert not Filing.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_question_outside_the_remit_goes_out(bound, foreign, method):
    url = reverse("questions_exchange:export")

    page = getattr(bound, method)(url, {"course": foreign.course.pk, "format": "csv"})

    assert page["Content-Type"].startswith("text/html")
    assert page.context["form"].errors["course"]
    assert "T2" not in str(page.context["form"])


def test_no_question_comes_into_a_course_outside_the_remit(bound, foreign, trainer):
    page = bound.post(
        reverse("questions_exchange:upload"),
        {"course": foreign.course.pk, "language": "kk"},
    )

    assert page.context["form"].errors["course"]
    assert "T2" not in str(page.context["form"])


def test_file_kept_before_the_remit_was_bound_comes_in_nowhere(
    bound, foreign, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    session = bound.session
    upload = upload_store.store_upload(
        session, b"", "q.gift", course=foreign.course.pk, language="kk", outcome=None
    )
    session.save()
    url = reverse("questions_exchange:check", args=[upload.token])

    assert (bound.get(url).status_code, bound.post(url).status_code) == (404, 404)


def test_versions_and_papers_outside_the_remit_are_not_there(bound, mine, foreign):
    def statuses(pages):
        key = pages.row.translation_key
        addresses = [
            reverse("questions_versions:edit", args=[key, "kk"]),
            reverse("questions_versions:restore", args=[key, 1]),
            reverse("questions_papers:choose", args=[pages.paper.pk]),
            reverse("content:version", args=[pages.course.slug, pages.version.pk]),
        ]
        return [bound.get(url).status_code for url in addresses]

    assert statuses(foreign) == [404] * 4
    assert statuses(mine) == [302, 200, 200, 200]


def test_trainer_without_a_bound_course_reads_every_bank(trainer, mine, foreign):
    page = trainer.client.get(reverse("studio_questions:list")).content.decode()

    assert "T1-Q01" in page
    assert "T2-Q01" in page


@pytest.mark.parametrize("model", [QuestionDraft, CaseDraft])
def test_only_our_own_editor_translates_what_is_in_one_language(trainer, mine, model):
    row = model.objects.get(course=mine.course)
    meta = model._meta
    other = reverse(
        "wagtail_localize:submit_snippet_translation",
        args=[meta.app_label, meta.model_name, row.pk],
    )
    listed = trainer.client.get(reverse(model.snippet_viewset.get_url_name("list")))

    assert row.code in listed.content.decode()
    assert other not in listed.content.decode()
    assert trainer.client.get(other).status_code == 404
    assert trainer.client.post(other, {"locales": ["1"]}).status_code == 404


def test_history_of_the_studio_tells_of_the_remit_alone(bound, mine, foreign):
    for pages in (mine, foreign):
        log(pages.row, "wagtail.edit")
        log(pages.text, "wagtail.edit")

    page = bound.get(reverse("wagtailadmin_reports:site_history")).content.decode()

    assert "T1-Q01" in page
    assert "T1-K01" in page
    assert "T2-Q01" not in page
    assert "T2-K01" not in page


def test_history_tells_who_looks_after_all_courses_of_all(trainer, mine, foreign):
    for pages in (mine, foreign):
        log(pages.row, "wagtail.edit")
    address = reverse("wagtailadmin_reports:site_history")

    page = trainer.client.get(address).content.decode()

    assert "T1-Q01" in page
    assert "T2-Q01" in page
