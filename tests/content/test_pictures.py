"""Pictures that are uploaded: drawings that could run something are refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from content.questions.picture_files import is_static_svg
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
STILL = [
    ("", "<rect width='9' height='9'/>"),
    ("", "<defs><g id='a'/></defs><use href='#a'/>"),
    ("", "<image xlink:href='data:image/png;base64,iVBORw0K'/>"),
]
LIVELY = [
    ("", "<script>alert(1)</script>"),
    ("", "<SCRIPT href='#a'/>"),
    ("onload='alert(1)'", ""),
    ("", "<rect OnClick='alert(1)'/>"),
    ("", "<foreignObject><p>x</p></foreignObject>"),
    ("", "<a href='javascript:alert(1)'/>"),
    ("", "<a xlink:href=' javascript:alert(1)'/>"),
    ("", "<image href='https://example.org/a.png'/>"),
    ("", "<image href='data:image/svg+xml,x'/>"),
    ("", "<set attributeName='href' to='javascript:alert(1)'/>"),
    ("", "<g>"),
]


def drawing(parts):
    return SVG.format(*parts).encode()


@pytest.mark.parametrize("parts", STILL)
def test_still_drawing_is_taken(parts):
    assert is_static_svg(BytesIO(drawing(parts)))


@pytest.mark.parametrize("parts", LIVELY)
def test_drawing_that_runs_or_fetches_is_refused(parts):
    assert not is_static_svg(BytesIO(drawing(parts)))


def test_drawing_with_entities_is_refused():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing(("", "<text>&amp;a;</text>"))

    assert not is_static_svg(BytesIO(bomb))


@pytest.mark.django_db
@pytest.mark.parametrize(("parts", "kept"), [(STILL[0], 1), (LIVELY[0], 0)])
def test_upload_in_the_studio_keeps_still_drawings_only(sign_in, parts, kept):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    file = SimpleUploadedFile("d.svg", drawing(parts), "image/svg+xml")

    client.post(reverse("wagtailimages:add"), {"title": "Сызба", "file": file})

    pictures = get_image_model().objects.all()
    assert pictures.count() == kept
    for picture in pictures:
        picture.file.delete(save=False)


def uploaded(client, **facts):
    """Upload a drawing in the window in which pictures are chosen; return its form."""
    file = SimpleUploadedFile("d.svg", drawing(STILL[0]), "image/svg+xml")
    given = {"title": "Сызба", "file": file, "description": ""} | facts
    data = {f"image-chooser-upload-{name}": value for name, value in given.items()}
    answer = client.post(reverse("wagtailimages_chooser:create"), data)
    form = answer.context["form"] if answer.context else None
    return form.errors if form is not None and form.is_bound else {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Describe what matters in this picture in a sentence, or mark it as"),
        ("ru", "Опишите одним предложением, что важно на этом рисунке, или отметьте"),
        ("kk", "Бұл суретте не маңызды екенін бір сөйлеммен сипаттаңыз немесе"),
    ],
)
def test_picture_is_asked_what_is_in_it(sign_in, language, words):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    client.get(f"/{language}/my/")

    errors = uploaded(client)

    assert errors["description"][0].startswith(words)
    assert not get_image_model().objects.exists()


@pytest.mark.django_db
@pytest.mark.filterwarnings(  # Wagtail leaves the file of its thumbnail open
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize(
    "facts", [{"description": "Бөлменің жоспары"}, {"decorative": "on"}]
)
def test_picture_with_a_description_or_without_a_meaning_is_taken(
    sign_in, facts, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    client = sign_in(UserFactory(roles=[Role.TRAINER]))

    assert uploaded(client, **facts) == {}

    assert get_image_model().objects.get().description == facts.get("description", "")
