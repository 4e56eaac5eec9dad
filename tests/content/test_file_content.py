"""Uploads whose content is not what their ending says are refused, with what to do."""

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image as Pixels
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from content.questions.picture_files import PictureError, read_picture_size
from content.studio.file_content import has_declared_type
from elearning.accounts.roles import Role
from tests.factories import films, pictures
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HTML = b"<html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
ENDINGS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "txt", "csv"),
    *("mp4", "webm", "mp3", "ogg", "m4a"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def trainer(sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


def package(**parts):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office(kind):
    """A package of Office whose main part is of ``kind``."""
    return package(
        **{"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>'}
    )


def table():
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def real():
    """A file of each kind, as programs write them."""
    text = "Қызметкер;Күні\r\n100001;2026-01-01\r\n"
    return {
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "docx": office(_MAIN.format("wordprocessingml.document")),
        "xlsx": table(),
        "pptx": office(_MAIN.format("presentationml.presentation")),
        "odt": package(mimetype="application/vnd.oasis.opendocument.text"),
        "txt": text.encode("utf-16"),
        "csv": text.replace("Қ", "К").replace("ү", "у").encode("cp1251"),
    }


def upload(client, content, name):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtaildocs:add"), {"title": "Файл", "file": file})


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", [PROGRAM, package(a="b"), b"", b"PK\x03\x04"])
def test_other_content_is_never_taken_for_what_the_ending_says(ending, content):
    if ending in ("txt", "csv") and not content:
        return  # an empty text is a text
    assert not has_declared_type(BytesIO(content), ending)


@pytest.mark.parametrize("ending", sorted({*ENDINGS} - {"txt", "csv"}))
def test_page_with_a_script_is_never_taken_for_a_file_of_another_kind(ending):
    assert not has_declared_type(BytesIO(HTML), ending)


@pytest.mark.parametrize("ending", real())
def test_file_of_each_kind_is_taken(trainer, ending):
    upload(trainer, real()[ending], f"Парақ.{ending.upper()}")

    assert get_document_model().objects.count() == 1


def test_document_that_is_too_large_is_refused_before_it_is_opened(trainer, settings):
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE <= 32 * 1024 * 1024
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    large = office(_MAIN.format("wordprocessingml.document"))

    refused = {
        upload(trainer, content, name).context["form"].errors["file"].as_text()
        for content, name in ((large, "a.docx"), (PROGRAM * 20, "a.docx"))
    }

    assert len(refused) == 1
    assert "100" in refused.pop()
    assert not get_document_model().objects.exists()


def test_film_may_be_larger_than_a_document(trainer, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100

    upload(trainer, b"\0\0\0\x18ftypmp42" + b"\0" * 200, "a.mp4")

    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize("ending", ["mp4", "webm", "mp3", "ogg", "m4a"])
def test_film_and_recording_of_each_kind_is_taken(tmp_path, ending):
    films.needs_ffmpeg()
    inputs = (*films.PICTURE, *films.TONE) if ending in ("mp4", "webm") else films.TONE
    made = films.film(tmp_path / f"film.{ending}", inputs=inputs, seconds=1)

    assert has_declared_type(BytesIO(made), ending)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (office(_MAIN.format("wordprocessingml.document")), "xlsx"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
        (HTML + office(_MAIN.format("wordprocessingml.document")), "docx"),
        (package(mimetype="application/vnd.oasis.opendocument.graphics"), "odt"),
        (package(**{"[Content_Types].xml": " " * 10_000_000}), "docx"),
        (b"text\x00more", "txt"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "txt"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", "webm"),
    ],
)
def test_near_miss_is_refused(content, ending):
    assert not has_declared_type(BytesIO(content), ending)


@pytest.mark.parametrize("packed", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
@pytest.mark.parametrize("place", range(0, 60, 3))
def test_damaged_package_of_any_kind_is_refused_and_breaks_nothing(packed, place):
    """Each byte after the header of a part may be another, also those of its packing."""
    out = BytesIO()
    with ZipFile(out, "w", packed) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text " * 9)
    content = bytearray(out.getvalue())
    for bad in (0x00, 0xFF):
        content[38 + place] = bad
        assert not has_declared_type(BytesIO(content), "odt")


@pytest.mark.parametrize("view", ["add", "add_multiple"])
def test_refusal_says_what_to_do(trainer, view):
    trainer.get("/en/my/")
    field = "file" if view == "add" else "files[]"
    file = SimpleUploadedFile("order.pdf", HTML)

    answer = trainer.post(
        reverse(f"wagtaildocs:{view}"), {"title": "Файл", field: file}
    )

    words = (
        "This file does not match its extension: it is damaged or not PDF. Open it in the "
        "program that made it, save it as PDF and upload it again."
    )
    if view == "add":
        assert answer.context["form"].errors == {"file": [words]}
    else:
        assert answer.json() == {"success": False, "error_message": words}
    assert not get_document_model().objects.exists()


def test_picture_of_another_format_than_its_ending_is_refused(trainer):
    file = SimpleUploadedFile("plan.jpg", pictures.plan())

    trainer.post(reverse("wagtailimages:add"), {"title": "Фото", "file": file})

    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_picture_of_a_question_file_is_of_the_format_that_it_says(kind):
    out = BytesIO()
    Pixels.new("RGB", (20, 10)).save(out, kind)

    with pytest.raises(PictureError):
        read_picture_size(out.getvalue(), "plan.jpg")
