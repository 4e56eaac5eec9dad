"""Questions filed from the studio's list: one or many, published or not."""

import uuid

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Locale

from content.questions.models import QuestionDraft
from courses.assessment.models import Filing
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


def draft(pages, code, **facts):
    """Return a question that nobody has published."""
    return QuestionDraft.objects.create(
        course=pages.course,
        outcome=pages.outcome,
        code=code,
        cites="NMR 1",
        stem="Тінту кімнің көзінше жүргізіледі?",
        locale=Locale.objects.get(language_code="kk"),
        live=False,
        translation_key=uuid.uuid4(),
        **facts,
    )


def place(client, *rows, **given):
    query = "&".join(f"id={row.pk}" for row in rows)
    url = reverse("wagtail_bulk_action", args=["questions", "questiondraft", "place"])
    return client.post(
        f"{url}?{query}&next={reverse('studio_questions:list')}",
        {"folder": "", "tags": ""} | given,
        follow=True,
    )


def places():
    return {(row.key, row.folder, row.tags) for row in Filing.objects.all()}


def test_folders_too_deep_are_refused_beside_the_form(trainer, pages):
    answer = place(trainer, draft(pages, "N-1"), folder="a/b/c/d/e")

    assert answer.context["form"].non_field_errors()
    assert places() == set()


def test_several_without_a_place_are_refused(trainer, pages):
    answer = place(trainer, draft(pages, "N-1"), draft(pages, "N-2"))

    assert answer.context["form"].non_field_errors() == [
        gettext("Name a folder or a tag.")
    ]


def test_draft_that_was_never_published_gets_its_place_and_shows_it(trainer, pages):
    row = draft(pages, "N-1")

    answer = place(trainer, row, folder="Құқық/Тінту", tags="Түн")

    assert places() == {(row.translation_key, "Құқық/Тінту", ",түн,")}
    assert "<small>Құқық/Тінту · түн</small>" in answer.text
    entry = Entry.objects.get(action="assessment.question_filed")
    assert entry.by.has_role(Role.TRAINER)


def test_languages_of_a_question_are_filed_once(trainer, pages):
    rows = pages.question("T1-Q01").values()

    place(trainer, *rows, folder="Тінту")

    (row, *_others) = rows
    assert places() == {(row.translation_key, "Тінту", "")}


def test_several_keep_the_tags_that_they_have(trainer, pages):
    first, second = draft(pages, "N-1"), draft(pages, "N-2")
    place(trainer, first, tags="түн")

    place(trainer, first, second, folder="Тінту", tags="карцер")

    assert places() == {
        (first.translation_key, "Тінту", ",карцер,түн,"),
        (second.translation_key, "Тінту", ",карцер,"),
    }


def test_form_shows_where_a_single_question_is(trainer, pages):
    row = draft(pages, "N-1")
    place(trainer, row, folder="Тінту", tags="түн")

    url = reverse("wagtail_bulk_action", args=["questions", "questiondraft", "place"])
    form = trainer.get(f"{url}?id={row.pk}").context["form"]

    assert form.initial == {"folder": "Тінту", "tags": "түн"}
