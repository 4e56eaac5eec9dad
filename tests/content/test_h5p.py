"""An H5P package that is uploaded is refused unopened, with what to do instead."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

REFUSED = {
    "en": (
        "H5P packages are not accepted: they contain programs, and other "
        "people's programs must not run next to learner records. Build "
        "the task in the lesson or in the question bank, as a "
        "self-check, a scenario or a question. Upload a video from the "
        "package as MP4."
    ),
    "ru": "Пакеты H5P не принимаются: в них есть программы, а чужие программы не "
    "запускаются рядом с записями об обучающихся. Составьте задание в уроке или в банке "
    "вопросов: самопроверку, ситуационное задание или вопрос; видео из пакета загрузите "
    "как MP4.",
    "kk": "H5P пакеттері қабылданбайды: олардың ішінде бағдарламалар бар, ал бөгде "
    "бағдарламалар тыңдаушылардың жазбаларымен қатар іске қосылмайды. Тапсырманы сабақта "
    "немесе сұрақтар қорында құрастырыңыз: өзін-өзі тексеру, жағдаяттық тапсырма немесе "
    "сұрақ түрінде; пакеттегі бейнені MP4 түрінде жүктеңіз.",
}


@pytest.fixture
def trainer(sign_in):
    return sign_in(UserFactory(roles=[Role.TRAINER]))


def package():
    """A file that would not open if anybody tried: nobody does."""
    return SimpleUploadedFile("Video.H5P", b"PK\x03\x04../../", "application/zip")


@pytest.mark.parametrize("language", REFUSED)
def test_a_package_among_the_files_is_refused_in_the_trainers_language(
    trainer, language
):
    trainer.get(f"/{language}/my/")

    answer = trainer.post(
        reverse("wagtaildocs:add"), {"title": "H5P", "file": package()}
    )

    assert answer.context["form"].errors == {"file": [REFUSED[language]]}
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize("library", ["wagtaildocs", "wagtailimages"])
def test_a_package_among_several_uploads_is_refused(trainer, library):
    trainer.get("/en/my/")

    answer = trainer.post(
        reverse(f"{library}:add_multiple"), {"title": "H5P", "files[]": package()}
    )

    assert answer.json() == {"success": False, "error_message": REFUSED["en"]}
    assert not get_document_model().objects.exists()
    assert not get_image_model().objects.exists()
