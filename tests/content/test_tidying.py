"""Kept pictures that nothing refers to are deleted, and no other."""

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from content.questions import picture_cleanup, question_pictures
from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from elearning.audit.models import Entry
from tests.factories.content import LANGUAGES, publish
from tests.factories.pictures import image, plan, regions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(pages):
    """A published question about a picture, as its Kazakh authors have it."""
    facts = {"picture": image(), "picture_alt": "Бөлменің сызбасы"}
    parts = dict.fromkeys(LANGUAGES, regions())
    return pages.question(type="hotspot", parts=parts, **facts)["kk"]


def other(colour):
    return image(content=plan(colour=colour))


def later(**time):
    return timezone.now() + timedelta(**time)


def kept():
    return set(default_storage.listdir("questions")[1])


def test_nothing_is_there_to_delete():
    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 0


def test_picture_that_no_version_and_no_draft_has_is_deleted_and_audited(row):
    given_up = question_pictures.store_picture(other("grey"))["file"]

    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 1

    assert not default_storage.exists(given_up)
    entry = Entry.objects.get(action="questions.pictures_removed")
    assert (entry.by, entry.details) == (None, {"files": [given_up]})
    assert picture_cleanup.remove_unused_pictures(later(days=9)) == 0
    assert Entry.objects.filter(action="questions.pictures_removed").count() == 1


def test_picture_asked_for_this_week_stays(row):
    question_pictures.store_picture(other("grey"))

    assert picture_cleanup.remove_unused_pictures(later(days=6)) == 0
    assert len(kept()) == 2


def test_pictures_of_versions_stay_whatever_the_drafts_have_now(row):
    row.picture = other("lightgrey")
    publish(row)
    QuestionDraft.objects.update(picture=None)
    used = {
        version.body["kk"]["picture"]["file"]
        for version in QuestionVersion.objects.filter(body__has_key="kk")
    }

    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 0
    assert used == {f"questions/{name}" for name in kept()}


def test_picture_of_a_saved_draft_stays_until_the_draft_has_another(row):
    first, second = other("lightgrey"), other("grey")
    row.picture = first
    row.save_revision(clean=False)
    name = question_pictures.store_picture(first)["file"]
    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 0

    row.picture = second
    row.save_revision(clean=False)

    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 1
    assert not default_storage.exists(name)


def test_image_whose_file_is_gone_holds_up_nothing(row):
    lost = other("lightgrey")
    row.picture = lost
    row.save_revision(clean=False)
    default_storage.delete(lost.file.name)
    question_pictures.store_picture(other("grey"))

    assert picture_cleanup.remove_unused_pictures(later(days=8)) == 1


def test_keeping_a_picture_again_renews_it():
    given_up = other("grey")
    name = question_pictures.store_picture(given_up)["file"]
    long_ago = later(days=-30).timestamp()
    os.utime(default_storage.path(name), (long_ago, long_ago))

    question_pictures.store_picture(given_up)

    assert picture_cleanup.remove_unused_pictures(timezone.now()) == 0
