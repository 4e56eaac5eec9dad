"""Stored files: what learners are shown they may read, and nothing else whose name they know."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document

from content.recordings.models import Recording
from content.studio import file_access
from courses import progress
from courses.assessment.models import QuestionVersion
from courses.enrolment import enrol_learner
from elearning.accounts.roles import Role
from tests.factories import films, pictures
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, begin
from tests.factories.content import LANGUAGES, figure_block, name, publish, text_block
from tests.factories.staff import StaffMemberFactory

_SESSION_AND_USER = 2
pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader(client):
    """A learner, signed in."""
    client.force_login(StaffMemberFactory().user)
    return client


@pytest.fixture
def everything(pages):
    """What a lesson shows: a picture, its rendition, a file, a film and what is made of it."""
    picture = pictures.image()
    sheet = Document.objects.create(
        title="Парақ", file=ContentFile(b"%PDF-1.7", name="sheet.pdf")
    )
    film = films.document(b"0" * 100)
    made = Recording(document=film)
    for field in ("film", "sound", "still"):
        getattr(made, field).save(field, ContentFile(b"0"), save=False)
    made.save()
    file = {"type": "file", "id": name("file"), "value": {"file": sheet.pk}}
    pages.lesson("l9", [figure_block(picture), file, films.film_block(film)])
    shown = picture.get_rendition("max-1200x900")
    files = [picture.file, shown.file, sheet.file, film.file]
    return [one.name for one in (*files, made.film, made.sound, made.still)]


def hotspot(pages, code="T1-Q01", **facts):
    """Publish a question about a picture; return the name of the picture it keeps."""
    parts = dict.fromkeys(LANGUAGES, pictures.regions())
    facts = {"picture": pictures.image(), "picture_alt": "Бөлме"} | facts
    pages.question(code, type="hotspot", parts=parts, **facts)
    return QuestionVersion.objects.latest("pk").body["kk"]["picture"]["file"]


def statuses(client, names):
    found = set()
    for one in names:
        answer = client.get(f"/media/{one}")
        found.add(answer.status_code)
        b"".join(answer)  # to its end: then the file is closed
    return found


def test_files_of_a_draft_are_not_read_by_a_learner_who_knows_their_names(
    reader, everything
):
    assert statuses(reader, everything) == {404}


def test_proxy_is_told_of_no_file_of_a_draft(reader, everything, settings):
    settings.MEDIA_REDIRECT = "/stored/"

    for one in everything:
        answer = reader.get(f"/media/{one}")
        assert (answer.status_code, "X-Accel-Redirect" in answer) == (404, False)


@pytest.mark.parametrize(
    "role", [Role.FACILITY_HR, Role.MINISTRY_HR, Role.INVIGILATOR, Role.ADMINISTRATOR]
)
def test_files_of_a_draft_are_not_read_by_other_offices(sign_in, everything, role):
    assert statuses(sign_in(UserFactory(roles=[role])), everything) == {404}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SAFEGUARD_REVIEWER])
def test_authors_and_reviewers_read_files_of_drafts(sign_in, everything, role):
    assert statuses(sign_in(UserFactory(roles=[role])), everything) == {200}


def test_files_are_read_by_learners_once_an_edition_shows_them(
    pages, reader, everything
):
    pages.release()

    assert statuses(reader, everything) == {200}


def test_file_of_an_edition_before_stays_readable_for_whoever_is_on_it(
    pages, client, everything
):
    pages.release()
    slow = StaffMemberFactory()
    enrol_learner(slow, pages.course, by=slow.user)
    for page in pages.lessons["l9"].values():
        page.body = json.dumps([text_block("l9")])
        publish(page)
    pages.release()
    file_access.clear_access_cache()
    client.force_login(slow.user)

    assert statuses(client, everything) == {200}


def test_another_path_to_a_file_opens_nothing(pages, reader, everything):
    pages.release()
    draft = pictures.image().file.name

    assert statuses(reader, [f"images/../{draft}", f"documents/../{draft}"]) == {404}


def test_file_that_no_row_knows_is_not_read(reader):
    stored = default_storage.save("documents/left.pdf", ContentFile(b"%PDF-1.7"))

    bare = default_storage.save("x.pdf", ContentFile(b"x"))

    assert statuses(reader, [stored, bare]) == {404}


def test_picture_of_an_exam_is_not_read_before_the_exam_asks_it(pages, client):
    image = pictures.image()
    kept = hotspot(pages, picture=image)
    pages.exam(questions=1)
    pages.release()
    learner, other = StaffMemberFactory(), StaffMemberFactory()
    enrolment = enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    assert statuses(client, [kept, image.file.name]) == {404}

    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk", at=NOW)
    begin(enrolment)

    assert statuses(client, [kept]) == {200}
    assert statuses(client, [image.file.name]) == {404}
    client.force_login(other.user)
    assert statuses(client, [kept]) == {404}


def test_picture_of_a_question_for_practice_is_read_once_it_is_released(pages, reader):
    kept = hotspot(pages, for_practice=True)
    assert statuses(reader, [kept]) == {404}

    pages.release()

    assert statuses(reader, [kept]) == {200}


def test_file_that_was_shown_before_asks_no_further_query(pages, reader, everything):
    pages.release()
    statuses(reader, everything)
    with CaptureQueriesContext(connection) as asked:
        assert statuses(reader, everything[:1]) == {200}

    assert len(asked) == _SESSION_AND_USER
