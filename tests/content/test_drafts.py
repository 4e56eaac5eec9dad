"""Drafts and previews: unfinished work is kept, and the studio may frame it."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.blocks import LessonBody
from content.models import LessonPage
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

UNFINISHED = {
    "video": {"title": "", "file": None, "transcript": ""},
    "check": {"question": "", "kind": "single", "options": [{"text": ""}]},
    "scenario": {"situation": "", "nodes": [{"name": "n1", "choices": []}]},
    "table": {"title": "", "head": ["a", "b"], "rows": [["c"]]},
}


@pytest.mark.parametrize("kind", UNFINISHED)
def test_unfinished_block_is_kept_in_a_draft_and_refused_on_publishing(kind):
    block = LessonBody()
    value = block.normalize([(kind, UNFINISHED[kind])])

    assert block.clean_deferred(value)[0].block_type == kind
    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.django_db
def test_address_in_other_letters_is_refused(pages):
    page = pages.lessons["l1"]["kk"]
    page = LessonPage.objects.get(pk=page.pk)
    page.slug = "түнгі-тексеру"

    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert "slug" in refusal.value.message_dict


def test_address_is_spelt_from_kazakh_letters_too():
    formatters = json.loads(
        LessonPage.promote_panels[0].widget.attrs["data-w-slug-formatters-value"]
    )

    word = "Қауіпсіздік әң ғө ұү һ"
    for (pattern, *_flags), latin in formatters:
        word = re.sub(pattern, latin, word)

    assert word == "Qауіпсіздік an go uu h"


@pytest.mark.django_db
def test_studio_alone_may_frame_a_draft(pages):
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    for draft in (page, pages.question()["kk"]):
        policy = draft.make_preview_request().headers["Content-Security-Policy"]

        assert "frame-ancestors 'self'" in policy
        assert "unsafe-inline" not in policy


@pytest.mark.django_db
def test_account_page_of_the_studio_leaves_the_person_alone(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))

    page = client.get(reverse("wagtailadmin_account"))

    assert page.status_code == 200
    assert b"name_email" not in page.content
    assert b"avatar-avatar" not in page.content


@pytest.mark.django_db
def test_desk_lists_the_drafts_of_its_trainer_alone(pages, sign_in):
    mine, other = UserFactory.create_batch(2, roles=[Role.TRAINER])
    desk, said = sign_in(mine), {}
    counts = []
    for language, user in (("kk", mine), ("ru", mine), ("ru", other)):
        page = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        page.title = f"{language} жаңа"
        page.save_revision(user=user)
        desk.get(reverse("desk:home"))
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(reverse("desk:home"))
        counts.append(len(queries))
        said[language, user] = [one.title for one in answer.context["drafts"]]

    assert list(said.values()) == [
        ["kk жаңа"],
        ["ru жаңа", "kk жаңа"],
        ["kk жаңа"],
    ]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in answer.text
    assert len(set(counts)) == 1
