"""A translation stays a draft until its source is published, whatever route it takes."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Revision,
    Workflow,
    WorkflowTask,
)

from content.guidelines.models import GuidelinePage
from content.models import LessonPage
from content.publishing import scheduled_publication
from content.publishing.scheduled_publication import publish_due_revisions
from content.publishing.translation_order import EarlyTranslationError
from content.publishing.wagtail_hooks import (
    refuse_early_page,
    save_early_snippet_as_draft,
)
from content.questions.models import CaseDraft, QuestionDraft
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.content import publish
from tests.factories.guidelines import page_in

pytestmark = pytest.mark.django_db

WORDS = "түпнұсқасы (Қазақша) әлі шығаруға берілген жоқ. Алдымен соны беріңіз."
HOUR = timedelta(hours=1)


def draft_of(pages, slug="l4"):
    """A lesson that was never published."""
    source = LessonPage(title="Дереккөз", slug=slug, summary="x", live=False)
    parent = Page.objects.get(pk=pages.modules["kk"].pk)
    parent.add_child(instance=source)
    source.save_revision()
    return source


def translated(source):
    """Its translation into Russian, as somebody has drafted it."""
    copy = source.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.title = "Перевод"
    if not copy.pk:
        copy.save()
    copy.save_revision(clean=False)
    return type(copy).objects.get(pk=copy.pk)


@pytest.fixture
def source(pages):
    return draft_of(pages)


@pytest.fixture
def copy(source):
    return translated(source)


def is_live(thing):
    return type(thing).objects.get(pk=thing.pk).live


def stays_a_draft(copy):
    """Whether the translation is unpublished, with the words of its author kept."""
    row = type(copy).objects.get(pk=copy.pk)
    words = row.get_latest_revision_as_object().title
    return not row.live and words == "Перевод" and not row.scheduled_revision


def told(answer):
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def refusals():
    entries = Entry.objects.filter(action="publishing.publication_refused")
    return list(entries.values_list("subject_id", flat=True))


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def bulk(client, *things, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = "&".join(f"id={one.pk}" for one in things)
    return client.post(f"{url}?{asked}", data)


def request_of(client, path):
    """A request as the studio has it, with room for messages."""
    request = RequestFactory().post(path, {"action-publish": "1"})
    request.session, request.user = client.session, client.user
    request._messages = FallbackStorage(request)
    return request


def test_editor_keeps_it_a_draft(studio, trainer, source, copy):
    studio.user = trainer
    request = request_of(studio, edit(copy))

    answer = refuse_early_page(request, copy)

    assert answer.url == edit(copy)
    words = str(next(iter(request._messages)))
    assert "“Перевод” is a translation" in words
    assert "its source (Қазақша) has not been handed over" in words
    assert refuse_early_page(request, source) is None
    assert refusals() == [str(copy.pk)]


def test_bulk_action_publishes_none_of_the_pages_and_says_which_is_early(
    studio, pages, source, copy
):
    other = draft_of(pages, "l5")

    answer = bulk(studio, other, copy)

    assert answer.url == edit(copy)
    assert "Перевод" in told(answer)
    assert WORDS in told(answer)
    assert stays_a_draft(copy)
    assert not is_live(other)
    assert refusals() == [str(copy.pk)]


def test_bulk_action_with_what_stands_below_refuses_it_too(studio, pages, copy):
    answer = bulk(studio, pages.modules["ru"], include_descendants="on")

    assert answer.url == edit(copy)
    assert stays_a_draft(copy)


def test_interface_of_programs_answers_with_the_reason(studio, source, copy):
    url = f"/studio/api/main/pages/{copy.pk}/action/publish/"
    answer = studio.post(url, {}, "application/json")

    assert answer.status_code == 400
    assert WORDS in answer.json()["detail"]
    assert stays_a_draft(copy)
    assert refusals() == [str(copy.pk)]


@pytest.fixture
def in_workflow(copy, trainer):
    """The translation in the last task of a workflow."""
    task = GroupApprovalTask.objects.create(name="Read")
    task.groups.set(trainer.groups.all())
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    return workflow.start(copy, trainer)


def test_workflow_that_ends_in_publishing_goes_on_waiting(in_workflow, trainer, copy):
    state = in_workflow.current_task_state

    with pytest.raises(EarlyTranslationError, match="Қазақша"):
        state.approve(user=trainer)

    for row in (in_workflow, state):
        row.refresh_from_db()
        assert row.status == "in_progress"
    assert stays_a_draft(copy)


@pytest.mark.parametrize("headers", [{}, {"x-requested-with": "XMLHttpRequest"}])
def test_who_approves_in_a_workflow_is_led_to_the_draft(
    studio, in_workflow, copy, settings, headers
):
    settings.WAGTAIL_WORKFLOW_ENABLED = True
    args = [copy.pk, "approve", in_workflow.current_task_state.pk]
    url = reverse("wagtailadmin_pages:workflow_action", args=args)

    answer = studio.post(url, headers=headers)

    led = answer.json()["redirect"] if headers else answer.url
    assert led == edit(copy)
    assert WORDS in told(answer)
    assert stays_a_draft(copy)
    assert refusals() == [str(copy.pk)]


def put_off(thing, by=HOUR, user=None):
    """Put a draft off, as its author does in the editor."""
    draft = thing.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + by
    return draft.save_revision(user=user, clean=False)


def test_it_cannot_be_put_off_before_its_source_is(source, copy):
    with pytest.raises(EarlyTranslationError):
        put_off(copy).publish()
    put_off(source, 2 * HOUR).publish()
    with pytest.raises(EarlyTranslationError):
        put_off(copy).publish()

    assert not Revision.objects.filter(
        object_id=str(copy.pk), approved_go_live_at__isnull=False
    )


def due(revision):
    """Let the moment come to which ``revision`` was put off."""
    at = timezone.now() - HOUR
    stored = Revision.objects.get(pk=revision.pk)
    stored.content["go_live_at"] = at.isoformat()
    stored.approved_go_live_at = at
    stored.save()


def test_source_goes_first_where_both_are_put_off_to_one_moment(source, copy):
    first, second = put_off(source), put_off(copy, 2 * HOUR)
    for revision in (first, second):
        revision.publish()
    for revision in (second, first):
        due(revision)

    assert publish_due_revisions(timezone.now()) == 2

    assert (is_live(source), is_live(copy)) == (True, True)


def test_what_is_due_before_its_source_stays_a_draft_and_its_author_is_told(
    pages, trainer, source, copy
):
    other = draft_of(pages, "l5")
    due(put_off(copy, user=trainer))
    due(put_off(other))

    assert [publish_due_revisions(timezone.now()) for _twice in range(2)] == [1, 0]

    assert stays_a_draft(copy)
    assert is_live(other)
    assert refusals() == [str(copy.pk)]
    (notice,) = Notice.objects.filter(kind=scheduled_publication.KIND)
    assert (notice.user, notice.url) == (trainer, edit(copy))
    with translation.override("en"):
        assert notice.subject == (
            "A translation could not be published at the scheduled time: Русский"
        )


def test_question_is_saved_as_a_draft(pages, studio, trainer):
    studio.user = trainer
    kept = pages.question(languages=["kk"])["kk"]
    facts = {"course": kept.course, "outcome": kept.outcome, "cites": "", "live": False}
    source = QuestionDraft.objects.create(code="T1-Q09", stem="?", **facts)
    copy = source.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.save()
    sent = [request_of(studio, "/") for _each in range(2)]

    save_early_snippet_as_draft(sent[0], source)
    save_early_snippet_as_draft(sent[1], copy)

    assert ["action-publish" in one.POST for one in sent] == [True, False]
    assert "Қазақша" in sent[1].early
    with pytest.raises(EarlyTranslationError):
        copy.save_revision(clean=False).publish()
    assert not is_live(copy)


def test_case_is_refused_as_well(pages):
    source = CaseDraft.objects.create(
        course=pages.course, code="T1-C1", title="?", live=False
    )

    with pytest.raises(EarlyTranslationError):
        translated(source).get_latest_revision().publish()


def test_guideline_is_refused_as_well(pages):
    plain = [("1.1", "")]
    source = page_in("kk", code="MG-7", clauses=plain)
    shelf = page_in("ru", code="MG-8", clauses=plain).get_parent()
    never = GuidelinePage(title="Дереккөз", slug="never", document=source.document)
    never.live = False
    source.get_parent().add_child(instance=never)
    shelves = Page.objects.filter(pk=shelf.pk)
    shelves.update(translation_key=never.get_parent().translation_key)

    copy = translated(never)

    with pytest.raises(EarlyTranslationError):
        copy.get_latest_revision().publish()
    assert stays_a_draft(copy)


def test_it_is_published_once_its_source_is(studio, source, copy):
    publish(LessonPage.objects.get(pk=source.pk))

    bulk(studio, copy)

    assert is_live(copy)
    assert not refusals()


def test_it_needs_no_source_any_more_once_that_was_published(source, copy):
    publish(LessonPage.objects.get(pk=source.pk)).unpublish()

    publish(copy)

    assert is_live(copy)
