"""Loading once more: idempotent, modest towards editors, new only where text is new."""

import json
import shutil
from pathlib import Path

import pytest

from content.curriculum.bundle_keys import derive_key, derive_text_key
from content.models import LessonPage
from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from tests.content.curriculum.samples import count, course, replace
from tests.factories.accounts import UserFactory
from tests.factories.content import publish, text_block
from tests.factories.curriculum import load_approved

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundles(released, tmp_path):
    """A copy of what was loaded that a test may change."""
    return Path(shutil.copytree(released, tmp_path / "bundles"))


def test_loading_again_changes_nothing(bundles):
    before = count()

    report = load_approved(bundles)

    assert not report.changed
    assert count() == before


def test_identities_follow_from_the_names(released):
    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")
    blocks = {block.block_type: block for block in page.body}
    assert page.translation_key == derive_key("t1", "l1")
    assert blocks["check"].id == derive_text_key("t1", "l1", "check")
    options = blocks["check"].value["options"].bound_blocks
    assert [one.id for one in options] == [
        derive_text_key("t1", "l1", "check", letter) for letter in ("a", "b")
    ]


def test_languages_are_translations_of_one_another(released):
    pages = LessonPage.objects.filter(slug="l1")
    assert pages.count() == 3
    assert len({page.translation_key for page in pages}) == 1
    assert all(page.alias_of_id is None for page in pages)


def test_links_lead_to_clauses_and_lessons_in_their_language(released):
    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")
    html = page.body[1].value["text"].source
    assert 'href="/ru/rules/nmr/#p-1"' in html
    assert 'href="/ru/courses/t1/s1/"' in html


def test_new_text_is_a_new_version_and_waits_for_approval(bundles, approve):
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")

    report = load_approved(bundles)

    assert (report.published, report.waiting) == (1, ["T1"])
    assert course().current_edition.number == 1
    approve()
    replace(bundles, "courses/t1/l1.ru.md", "In our own words.", "In other words.")
    approve()
    load_approved(bundles)
    assert course().current_edition.number == 2


def test_approved_change_of_one_language_is_released_with_the_others(bundles, approve):
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")
    approve()

    report = load_approved(bundles)

    assert report.released == ["T1"]
    assert course().current_edition.number == 2
    assert load_approved(bundles).released == []


def test_text_of_a_trainer_stays_and_is_not_released_by_the_loader(bundles, approve):
    trainer = UserFactory()
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(slug="l1", locale__language_code=language)
        page.body = json.dumps([text_block("own", "Өз мәтінім")])
        publish(page, by=trainer)

    report = load_approved(bundles)

    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    assert "Өз мәтінім" in str(page.body.get_prep_value())
    assert report.waiting == ["T1"]
    assert course().current_edition.number == 1


def test_new_order_of_lessons_moves_the_pages(bundles, approve):
    replace(bundles, "courses/t1/course.yaml", "[l1, s1]", "[s1, l1]")
    approve()

    load_approved(bundles)

    slugs = [entry.version.unit.slug for entry in course().current_edition.outline]
    assert slugs == ["t1", "m1", "s1", "l1", "exam"]


def test_questions_nobody_can_mark_stay_drafts(released):
    drafts = QuestionDraft.objects.filter(code="T1-Q04")
    assert [draft.live for draft in drafts] == [False, False, False]
    assert QuestionVersion.objects.filter(version__unit__slug="t1-q04").count() == 0
