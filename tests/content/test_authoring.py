"""Only who changes a text is its author: opening it in the studio makes nobody one."""

import json
import uuid

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.guidelines.models import GuidelinePage
from content.models import LessonPage
from content.publishing.publication_versions import list_revision_authors
from content.publishing.revision_authorship import normalize_content
from elearning.accounts.roles import Role
from tests.content.bank.forms import form_of as question_form
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


@pytest.fixture
def lesson(pages):
    return LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)


def form_of(lesson, text="Мәтін", **changed):
    block = lesson.body.get_prep_value()[0]
    facts = {
        "title": lesson.title,
        "slug": lesson.slug,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "outcomes": lesson.outcomes,
        "cites": lesson.cites,
        "change_weight": "editorial",
        "change_reason": "",
        "privacy_reason": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "body": streamfield(
            [("text", {"heading": "Тақырып", "text": rich_text(f"<p>{text}</p>")})]
        ),
    }
    return nested_form_data(facts | changed) | {"body-0-id": block["id"]}


def save_by_itself(trainer, lesson, *args, **changed):
    """Send what the studio sends without anybody's click."""
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    answer = trainer.client.post(
        url,
        form_of(lesson, *args, **changed),
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("mine", "kept", "is_same"),
    [
        ({"text": '<p data-block-key="ab1">a</p>'}, {"text": "<p>a</p>"}, True),
        ({"text": "<p>a</p>"}, {"text": "<p>b</p>"}, False),
        ({"body": '[{"cites": ""}]'}, {"body": "[{}]"}, True),
        ({"body": '[{"cites": "NMR 1"}]'}, {"body": "[{}]"}, False),
        ({"change_reason": ""}, {"change_reason": "Бұрынғы"}, True),
        ({"title": "[a"}, {"title": "[b"}, False),
    ],
)
def test_what_a_revision_says_is_told_from_how_it_is_written(mine, kept, is_same):
    assert (normalize_content(mine) == normalize_content(kept)) is is_same


def test_opening_a_lesson_makes_its_reader_no_author(trainer, lesson):
    before = lesson.latest_revision

    told = save_by_itself(trainer, lesson)

    lesson.refresh_from_db()
    assert (told["revision_id"], lesson.latest_revision) == (before.pk, before)
    assert lesson.has_unpublished_changes is False
    assert trainer.pk not in list_revision_authors(before)


def test_typing_makes_an_author_though_nobody_saves(trainer, lesson):
    save_by_itself(trainer, lesson, "Басқа мәтін")

    lesson.refresh_from_db()
    assert lesson.latest_revision.user == trainer
    assert list_revision_authors(lesson.latest_revision) == [trainer.pk]


def test_provision_half_typed_is_saved_by_itself_and_refused_on_publishing(
    trainer, lesson
):
    text = {"heading": "Тақырып", "text": rich_text("<p>Мәтін</p>"), "cites": "пыт"}
    half = {"cites": "NMR 9", "body": streamfield([("text", text)])}

    save_by_itself(trainer, lesson, **half)

    lesson.refresh_from_db()
    draft = lesson.get_latest_revision_as_object()
    assert (draft.cites, draft.body[0].value["cites"]) == ("NMR 9", "пыт")
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    for place, facts in {"cites": half, "body": half | {"cites": ""}}.items():
        form = form_of(lesson, **facts) | {"action-publish": "1"}
        answer = trainer.client.post(url, form)
        assert answer.context["form"].errors.keys() == {place}
    with pytest.raises(ValidationError):  # nor without the form
        lesson.latest_revision.publish(user=trainer)


def test_revision_of_somebody_else_is_never_written_over(trainer, lesson):
    before = lesson.latest_revision
    opened = save_by_itself(trainer, lesson)

    typed = save_by_itself(
        trainer, lesson, "Басқа мәтін", overwrite_revision_id=opened["revision_id"]
    )

    before.refresh_from_db()
    assert typed["revision_id"] != before.pk
    assert "Басқа мәтін" not in json.dumps(before.content, ensure_ascii=False)


def saved_while(trainer, row, address, form):
    """Save ``row`` from a form that was opened before a colleague saved it."""
    colleague = UserFactory(roles=[Role.TRAINER])
    opened = row.latest_revision
    theirs = row.save_revision(user=colleague, clean=False)
    seen = {
        "loaded_revision_id": opened.pk,
        "loaded_revision_created_at": opened.created_at.isoformat(),
    }
    trainer.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = trainer.client.post(address, form | seen, follow=True)
    row.refresh_from_db()
    return theirs, answer.text


def test_later_of_two_editors_is_told_and_nothing_is_lost(trainer, lesson):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    theirs, page = saved_while(
        trainer, lesson, address, form_of(lesson, "Менің мәтінім")
    )

    assert "Someone else saved this text while you were writing." in page
    mine = lesson.latest_revision
    both = reverse(
        "wagtailadmin_pages:revisions_compare", args=[lesson.pk, theirs.pk, mine.pk]
    )
    assert both in page
    assert "Менің мәтінім" in trainer.client.get(both).text
    assert lesson.revisions.filter(pk=theirs.pk).exists()
    assert (mine.user, theirs.user == trainer) == (trainer, False)


def test_later_of_two_editors_of_a_question_is_told_and_nothing_is_lost(trainer, pages):
    row = pages.question(cites="")["kk"]
    address = reverse("studio_questions:edit", args=[row.pk])

    theirs, page = saved_while(
        trainer, row, address, question_form(row, cites="", stem="Менің сұрағым?")
    )

    assert "Someone else saved this text while you were writing." in page
    mine = row.latest_revision
    both = reverse(
        "studio_questions:revisions_compare", args=[row.pk, theirs.pk, mine.pk]
    )
    assert both in page
    assert "Менің сұрағым?" in trainer.client.get(both).text
    assert row.revisions.filter(pk=theirs.pk).exists()
    assert (mine.user, theirs.user == trainer) == (trainer, False)


def test_lesson_too_large_to_be_sent_is_told_so_and_its_draft_stays(trainer, lesson):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    before = lesson.latest_revision_id

    answer = trainer.client.post(address, form_of(lesson, "а" * 6 * 1024 * 1024))

    assert answer.status_code == 413
    assert "Бұл нысан тым үлкен" in answer.content.decode()
    lesson.refresh_from_db()
    assert lesson.latest_revision_id == before


def test_editor_alone_is_told_of_nobody(trainer, lesson):
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    form = form_of(lesson) | {"loaded_revision_id": lesson.latest_revision_id}

    for seen in (lesson.latest_revision_id, "", "no number"):
        form["loaded_revision_id"] = seen
        page = trainer.client.post(address, form, follow=True)
        lesson.refresh_from_db()

        assert "while you were writing" not in page.text


def test_who_saves_is_an_author(trainer, lesson):
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    assert trainer.client.post(url, form_of(lesson)).status_code == 302

    lesson.refresh_from_db()
    assert lesson.latest_revision.user == trainer


@pytest.mark.parametrize("model", [LessonPage, GuidelinePage])
def test_each_change_is_weighed_for_itself(model):
    form = model.get_edit_handler().get_form_class()
    page = model(pk=1, change_weight="substantive", change_reason="Бұрынғы")
    page.has_unpublished_changes = False

    drawn = form(instance=page)

    assert drawn["change_weight"].value() == "editorial"
    assert drawn["change_reason"].value() == ""


def test_change_that_is_under_way_keeps_its_weight():
    form = LessonPage.get_edit_handler().get_form_class()
    page = LessonPage(pk=1, change_weight="substantive", change_reason="Жаңа норма")
    page.has_unpublished_changes = True

    assert form(instance=page)["change_reason"].value() == "Жаңа норма"


def test_question_is_weighed_anew_as_well(trainer, pages):
    row = pages.question(change_weight="substantive", change_reason="Бұрынғы")["kk"]

    editor = trainer.client.get(reverse("studio_questions:edit", args=[row.pk]))

    assert editor.context["form"]["change_reason"].value() == ""


def test_colleagues_comment_in_the_margin(trainer, lesson):
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert (
        "comment"
        in [panel.name for panel in trainer.client.get(url).context["side_panels"]]
        or 'data-side-panel="comments"' in trainer.client.get(url).text
    )
    comment = {
        "comments-TOTAL_FORMS": 1,
        "comments-0-id": "",
        "comments-0-text": "Дереккөзі?",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
    }

    answer = trainer.client.post(url, form_of(lesson, **comment))

    assert answer.status_code == 302
    said = lesson.wagtail_admin_comments.get()
    assert (said.text, said.user) == ("Дереккөзі?", trainer)


def test_preview_shows_each_language_at_the_width_of_a_phone(trainer, lesson, pages):
    assert [size["device_width"] for size in lesson.preview_sizes] == [360, 768, 1280]
    assert lesson.preview_modes == [
        ("", "Қазақша"),
        ("ru", "Русский"),
        ("en", "English"),
    ]

    page = lesson.make_preview_request(preview_mode="ru").content.decode()

    assert '<html lang="ru"' in page
    assert pages.lessons["l1"]["ru"].title in page


def test_new_page_is_previewed_in_its_own_language_alone(pages):
    draft = LessonPage(title="Жаңа", locale=pages.lessons["l1"]["kk"].locale)
    draft.translation_key = uuid.uuid4()

    assert draft.preview_modes == [("", "Қазақша")]
