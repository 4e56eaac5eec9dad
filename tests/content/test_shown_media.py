"""Pictures and files that editions show stay what they are; photographs lose their notes."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse
from PIL import Image as Pixels
from wagtail.documents.models import Document
from wagtail.images.models import Image

from content.models import LessonPage
from content.publishing.models import HeldMedia
from content.studio.picture_preparation import prepare_picture
from elearning.accounts.roles import Role
from tests.factories import pictures
from tests.factories.accounts import UserFactory
from tests.factories.content import figure_block, name, text_block

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def trainer(sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


@pytest.fixture
def plan():
    return pictures.image()


@pytest.fixture
def sheet():
    return Document.objects.create(
        title="Парақ", file=ContentFile(b"%PDF-1.7", name="sheet.pdf")
    )


def file_block(document):
    return {"type": "file", "id": name("file"), "value": {"file": document.pk}}


def photograph(size=(2400, 1200), kind="JPEG"):
    """A photograph on its side, with the place it was taken and a comment."""
    notes = Pixels.Exif()
    notes[0x0112] = 6  # to be turned by a quarter
    notes[0x010F] = "Phone of an officer"
    notes.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    more = {"comment": b"cell 12"} if kind == "JPEG" else {}
    Pixels.new("RGB", size, "grey").save(out, kind, exif=notes, **more)
    return out.getvalue()


def held(thing):
    """The name and the content of a file."""
    with thing.file.open() as file:
        return thing.file.name, file.read()


def upload(client, content, name="photo.jpg"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailimages:add"), {"title": "Фото", "file": file})


def test_what_a_published_lesson_shows_is_kept(pages, plan, sheet):
    pages.lesson("l2", [text_block("l2"), figure_block(plan)])
    spare = pictures.image()

    kept = HeldMedia.objects.all()
    assert {row.picture for row in kept} == {plan}
    assert {row.held.revision for row in kept} == {
        page.live_revision for page in LessonPage.objects.filter(slug="l2")
    }
    with pytest.raises(ProtectedError):
        plan.delete()
    spare.delete()
    assert list(Image.objects.all()) == [plan]


def test_picture_of_an_edition_is_not_deleted_by_any_screen(pages, plan, trainer):
    pages.lesson("l2", [figure_block(plan)])
    all_at_once = reverse(
        "wagtail_bulk_action", args=["wagtailimages", "image", "delete"]
    )

    trainer.post(reverse("wagtailimages:delete", args=[plan.pk]))
    trainer.post(f"{all_at_once}?id={plan.pk}")

    assert list(Image.objects.all()) == [plan]


def test_picture_that_nothing_shows_is_deleted_at_once(trainer, plan):
    trainer.post(reverse("wagtailimages:delete", args=[plan.pk]))

    assert not Image.objects.exists()


@pytest.mark.parametrize("kind", ["images", "docs"])
def test_file_of_a_picture_or_document_is_never_replaced(trainer, plan, sheet, kind):
    thing = plan if kind == "images" else sheet
    before = held(thing)
    view = {"images": "wagtailimages:edit", "docs": "wagtaildocs:edit"}[kind]
    address = reverse(view, args=[thing.pk])
    other = SimpleUploadedFile("other.png", pictures.plan(colour="black"))

    page = trainer.get(address)
    trainer.post(address, {"title": "Жаңа атау", "file": other})

    thing = type(thing).objects.get()
    assert thing.title == "Жаңа атау"
    assert held(thing) == before
    assert 'type="file"' not in page.content.decode()


def test_photograph_is_turned_made_small_and_loses_its_notes(trainer):
    upload(trainer, photograph())

    picture = Image.objects.get()
    with picture.file.open() as file, Pixels.open(file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (800, 1600))
        assert not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (picture.width, picture.height) == (800, 1600)
    assert picture.file_size == picture.file.size


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_notes_go_from_every_kind_of_picture(trainer, kind):
    upload(trainer, photograph(size=(300, 200), kind=kind), f"photo.{kind.lower()}")

    with Image.objects.get().file.open() as file, Pixels.open(file) as kept:
        assert (kept.format, kept.size) == (kind, (200, 300))
        assert not kept.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_picture_that_is_ready_stays_as_it_is(kind):
    once = prepare_picture(
        SimpleUploadedFile("a", photograph((2400, 1200), kind))
    ).read()

    assert prepare_picture(SimpleUploadedFile("a", once)).read() == once
    assert Pixels.open(BytesIO(once)).size == (800, 1600)


def test_what_hides_behind_a_ready_picture_goes(trainer):
    once = prepare_picture(SimpleUploadedFile("a", photograph())).read()

    assert (
        prepare_picture(SimpleUploadedFile("a", once + b"PK hidden"))
        .read()
        .endswith(b"\xff\xd9")
    )


def test_moving_picture_goes_on_moving(trainer):
    frames = [Pixels.new("RGB", (20, 10), colour) for colour in ("red", "tan", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)

    upload(trainer, out.getvalue(), "moves.gif")

    with Image.objects.get().file.open() as file, Pixels.open(file) as kept:
        assert (kept.n_frames, kept.info["duration"]) == (3, 100)


def test_photograph_of_twelve_megabytes_is_taken_and_kept_small(trainer):
    noise = Pixels.effect_noise((3600, 3600), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=97)
    assert out.tell() > 12_000_000

    upload(trainer, out.getvalue())

    assert Image.objects.get().file_size < 2_500_000


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (photograph()[:2000], "photo.jpg"),
        (pictures.plan()[:900], "plan.png"),
        (b"\xff\xd8\xff no picture", "photo.jpg"),
    ],
)
def test_damaged_picture_is_refused_in_words(trainer, content, name):
    answer = upload(trainer, content, name)

    assert not Image.objects.exists()
    assert "error-message" in answer.content.decode()
