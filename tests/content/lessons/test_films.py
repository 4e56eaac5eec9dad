"""Films in a lesson: fetched when asked for, with captions, and light ones first."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.recordings.models import Recording, RecordingState
from courses.enrolment import enrol_learner
from tests.content.lessons.reading import url
from tests.factories import films, pictures
from tests.factories.content import figure_block, name
from tests.factories.staff import StaffMemberFactory

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def film(pages, learner):
    uploaded = films.document(b"0" * 3_000_000)
    pages.lesson("f1", [films.film_block(uploaded), figure_block(pictures.image())])
    pages.release()
    return uploaded


@pytest.fixture
def viewer(client, pages, film):
    viewer = StaffMemberFactory()
    enrol_learner(viewer, pages.course, by=viewer.user)
    client.force_login(viewer.user)
    return client


def track(language, block="film"):
    return reverse("content:captions", args=["t1", "f1", name(block), language])


def test_film_says_its_size_and_offers_captions_in_every_language(viewer, film):
    page = viewer.get(url("f1")).text

    assert f'preload="none" src="{film.url}"' in page
    assert filesizeformat(film.get_file_size()) in page
    for language in ("kk", "ru", "en"):
        assert f'src="{track(language)}" srclang="{language}"' in page
    answer = viewer.get(track("ru"))
    assert (answer.headers["Content-Type"], answer.text) == (
        "text/vtt; charset=utf-8",
        films.CAPTIONS,
    )


def test_light_film_is_shown_instead_with_its_sound_alone_and_a_still(viewer, film):
    made = Recording(document=film, state=RecordingState.READY, seconds=250)
    for field, size in (("film", 400_000), ("sound", 90_000), ("still", 900)):
        getattr(made, field).save(field, ContentFile(b"0" * size), save=False)
    made.save()

    page = viewer.get(url("f1")).text

    assert f'src="{made.film.url}" poster="{made.still.url}"' in page
    assert made.sound.url in page
    assert film.url not in page
    assert [filesizeformat(n) in page for n in (400_000, 90_000)] == [True, True]


@pytest.mark.parametrize("asks", ["her browser", "her reading settings"])
def test_whoever_saves_data_gets_neither_still_nor_picture(viewer, asks):
    if asks == "her browser":
        page = viewer.get(url("f1"), headers={"Save-Data": "on"}).text
    else:
        chosen = {"text_size": "usual", "theme": "machine", "low_data": "on"}
        viewer.post("/kk/account/reading/", chosen)
        page = viewer.get(url("f1")).text

    assert "<img" not in page
    assert "poster=" not in page
    assert "Бөлменің сызбасы" in page
    assert page.count('<details class="details" open>') == 1


@pytest.mark.parametrize("address", [track("de"), track("kk", "intro")])
def test_captions_that_are_not_there_are_not_found(viewer, address):
    assert viewer.get(address).status_code == 404


def test_captions_are_for_those_on_the_course(client, film):
    client.force_login(StaffMemberFactory().user)

    assert client.get(track("kk")).status_code == 404


def test_lesson_with_three_films_asks_no_more_than_with_one(viewer, pages, film):
    viewer.get(url("f1"))
    with CaptureQueriesContext(connection) as one:
        viewer.get(url("f1"))
    blocks = [
        films.film_block(films.document(b"0", f"{n}.mp4"), f"f{n}") for n in "abc"
    ]
    pages.lesson("f3", blocks)
    pages.release()
    other = StaffMemberFactory()
    enrol_learner(other, pages.course, by=other.user)
    viewer.force_login(other.user)
    viewer.get(url("f3"))
    with CaptureQueriesContext(connection) as three:
        viewer.get(url("f3"))

    assert len(three) <= len(one)
