"""Questions about regions of a picture: refused, published, and kept as they were."""

import hashlib
import json
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.content import LANGUAGES, name, publish
from tests.factories.pictures import image, plan, region, regions

pytestmark = pytest.mark.django_db
ALT = "Кезекші бөлмесінің сызбасы"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def hotspot(pages, parts=None, **facts):
    parts = parts or dict.fromkeys(LANGUAGES, regions())
    facts = {"picture": image(), "picture_alt": ALT} | facts
    return pages.question(type="hotspot", parts=parts, **facts)


def faults(pages, **changed):
    draft = QuestionDraft.objects.get(pk=hotspot(pages, languages=["kk"])["kk"].pk)
    for fact, value in changed.items():
        setattr(draft, fact, value)
    draft.cites = "NMR 1"
    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()
    return set(refusal.value.message_dict) - {"cites"}


def test_question_without_picture_or_description_is_refused(pages):
    assert faults(pages, picture=None) == {"answers"}


def test_description_that_gives_the_answer_away_is_refused(pages):
    assert faults(pages, picture_alt="Бөлме: есік, ЖУРНАЛ, үстел") == {"picture_alt"}


def test_picture_too_heavy_for_a_slow_line_is_refused(pages, monkeypatch):
    monkeypatch.setattr("content.questions.question_pictures.HEAVIEST", 100)

    assert faults(pages) == {"picture"}


@pytest.mark.parametrize("points", ["", "100 120", "100 120 20 20", "100 120 abc"])
def test_region_without_a_place_is_refused(pages, points):
    parts = [region("a", "Есік", points, right=True), *regions()[1:]]
    draft = QuestionDraft.objects.get(pk=hotspot(pages, languages=["kk"])["kk"].pk)
    draft.answers = json.dumps(parts)

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert "answers" in refusal.value.message_dict


def test_regions_are_published_with_the_picture_they_are_of(pages):
    hotspot(pages)

    question = QuestionVersion.objects.latest("pk")

    text = question.body["kk"]
    assert question.key == {"right": [name("b")]}
    assert text["several"] is False
    assert [one["points"] for one in text["choices"]] == [
        [100, 120, 200, 260],
        [400, 120, 200, 260],
        [800, 700, 100],
    ]
    picture = text["picture"]
    with default_storage.open(picture["file"]) as file:
        assert hashlib.sha256(file.read()).hexdigest() == picture["sha256"]
    assert (picture["width"], picture["height"], picture["alt"]) == (800, 600, ALT)
    assert set(question.body) == set(LANGUAGES)


def test_languages_with_regions_at_other_places_do_not_ask_the_same(pages):
    moved = [region("a", "Дверь", "100 120 200 261"), *regions()[1:]]
    hotspot(pages, dict.fromkeys(LANGUAGES, regions()) | {"ru": moved})

    assert set(QuestionVersion.objects.latest("pk").body) == {"kk", "en"}


def test_a_changed_image_changes_no_version_until_the_question_is_published(pages):
    row = hotspot(pages, languages=["kk"])["kk"]
    before = QuestionVersion.objects.latest("pk").body["kk"]["picture"]

    row.picture = image(content=plan(colour="lightgrey"))
    row.save_revision(clean=False)
    assert QuestionVersion.objects.count() == 1
    assert default_storage.exists(before["file"])

    publish(row)
    after = QuestionVersion.objects.latest("pk").body["kk"]["picture"]
    assert after["sha256"] != before["sha256"]
    assert default_storage.exists(before["file"])


def test_kept_pictures_may_stay_in_the_browser_while_an_exam_lasts(pages, trainer):
    hotspot(pages, languages=["kk"])
    kept = QuestionVersion.objects.latest("pk").body["kk"]["picture"]

    answer = trainer.client.get(f"/media/{kept['file']}")
    assert (
        hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() in kept["file"]
    )

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "private, max-age=7200, immutable"


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


@pytest.mark.filterwarnings(  # Wagtail leaves the file of its thumbnail open
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_page_of_the_question_shows_its_picture_to_draw_on(trainer, pages):
    row = hotspot(pages, languages=["kk"])["kk"]

    page = trainer.client.get(reverse("studio_questions:edit", args=[row.pk]))

    assert 'data-regions data-ratio="0.750000"' in page.content.decode()


def test_preview_shows_the_regions_numbered_and_the_right_one(pages):
    row = hotspot(pages, languages=["kk"])["kk"]

    shown = row.make_preview_request().content.decode()

    assert shown.count('class="spot spot-') == 3
    assert shown.count("choice-right") == 1


def test_what_a_camera_hides_in_a_picture_reaches_no_version(pages):
    photo, exif = Image.open(BytesIO(plan())), Image.Exif()
    exif[0x010E] = "51.16N 71.47E"
    out = BytesIO()
    photo.save(out, "PNG", exif=exif)
    hotspot(pages, picture=image(content=out.getvalue()))

    kept = QuestionVersion.objects.latest("pk").body["kk"]["picture"]

    with default_storage.open(kept["file"]) as file:
        assert b"51.16N" not in file.read()
