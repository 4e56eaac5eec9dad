"""Questions about pictures go out of the bank and come in, with the picture."""

from io import BytesIO

import pytest
from PIL import Image
from wagtail.images import get_image_model

from content.questions.exchange.exchange_formats import FORMATS
from content.questions.exchange.import_preview import preview_question_import
from content.questions.exchange.question_export import (
    export_questions,
    list_export_losses,
)
from content.questions.exchange.question_import import import_questions
from content.questions.exchange.zip_reader import extract_xml_files
from content.questions.models import QuestionDraft
from tests.factories.accounts import UserFactory
from tests.factories.content import LANGUAGES
from tests.factories.exchange import asked
from tests.factories.pictures import image, plan, regions

pytestmark = pytest.mark.django_db
QTI = ["qti2", "qti3"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def trainer():
    return UserFactory()


def hotspot(pages, **facts):
    facts = {"picture": image(), "picture_alt": "Бөлменің сызбасы"} | facts
    parts = dict.fromkeys(LANGUAGES, regions())
    return pages.question(type="hotspot", parts=parts, **facts)


def exported(pages, name, by):
    wanted = set(QuestionDraft.objects.values_list("pk", flat=True))
    return export_questions(pages.course, wanted, FORMATS[name], by=by)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in QTI])
def test_formats_without_pictures_leave_the_question_out_and_say_why(pages, name):
    row = hotspot(pages)["kk"]

    (loss,) = list_export_losses(pages.course, [row.pk], FORMATS[name])

    assert (loss.code, loss.is_left_out) == ("T1-Q01", True)
    assert "QTI" in loss.reason
    assert ("dragged" in loss.reason) == (name == "moodle")


@pytest.fixture
def bank(pages, trainer):
    """One question about a picture in every language, that nobody has published."""
    asked_for = [asked("hotspot", one, cites=()) for one in ("kk", "ru")]
    content = FORMATS["qti2"].write(asked_for)[0]
    import_questions(content, "q.zip", pages.course, language="kk", by=trainer)
    return asked_for[0]


@pytest.mark.parametrize("name", QTI)
def test_question_comes_into_an_empty_bank_in_every_language(
    pages, bank, trainer, name
):
    file = exported(pages, name, trainer)
    QuestionDraft.objects.all().delete()
    get_image_model().objects.all().delete()

    import_questions(file.content, file.name, pages.course, language="kk", by=trainer)

    rows = list(QuestionDraft.objects.order_by("locale__language_code"))
    assert [row.language for row in rows] == ["kk", "ru"]
    (picture,) = get_image_model().objects.all()
    assert {row.picture for row in rows} == {picture}
    assert picture.uploaded_by_user == trainer
    assert {row.picture_alt for row in rows} == {bank.picture.alt}
    assert len({tuple(block.id for block in row.answers) for row in rows}) == 1
    assert [block.value["points"] for block in rows[0].answers] == [
        " ".join(map(str, one.points)) for one in bank.regions
    ]
    assert [block.value["correct"] for block in rows[0].answers] == [False, True, False]


@pytest.mark.parametrize("name", QTI)
def test_question_that_is_there_already_is_known(pages, bank, trainer, name):
    file = exported(pages, name, trainer)

    rehearsal = preview_question_import(
        file.content, file.name, pages.course, language="kk"
    )

    assert (len(rehearsal.known), rehearsal.ready, rehearsal.faulty) == (2, [], [])


def test_rehearsal_keeps_nothing(pages, media):
    content = FORMATS["qti2"].write([asked("hotspot", cites=())])[0]

    (row,) = preview_question_import(
        content, "q.zip", pages.course, language="kk"
    ).ready

    assert row.draft.picture is None
    assert not get_image_model().objects.exists()
    assert list(media.iterdir()) == []


def test_regions_that_overlap_are_told(pages):
    question = asked("hotspot", cites=())
    regions = (question.regions[0], question.regions[0], *question.regions[1:])
    content = FORMATS["qti2"].write([asked("hotspot", cites=(), regions=regions)])[0]

    (row,) = preview_question_import(
        content, "q.zip", pages.course, language="kk"
    ).faulty

    assert row.reason == "Two regions overlap. Move them apart."


def test_what_a_camera_hides_in_a_picture_does_not_go_out(pages, trainer):
    photo, exif = Image.open(BytesIO(plan())), Image.Exif()
    exif[0x010E] = "51.16N 71.47E"
    out = BytesIO()
    photo.save(out, "PNG", exif=exif)
    assert b"51.16N" in out.getvalue()
    hotspot(pages, picture=image(content=out.getvalue()))

    files = extract_xml_files(
        exported(pages, "qti2", trainer).content, with_pictures=True
    )

    (shown,) = {files[name] for name in files if name.startswith("pictures/")}
    assert b"51.16N" not in shown
    assert Image.open(BytesIO(shown)).size == (800, 600)


def test_question_that_cannot_be_practised_is_not_taken_for_practice(pages):
    question = asked("open", cites=(), for_practice=True, must_pass=False)
    content = FORMATS["csv"].write([question])[0]

    (row,) = preview_question_import(
        content, "t.csv", pages.course, language="kk"
    ).faulty

    assert row.reason.startswith("A trainer marks an open answer")
