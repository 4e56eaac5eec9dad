"""Import and export as trainers meet them in the studio."""

import io
from zipfile import ZipFile

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.questions.exchange import upload_store
from content.questions.exchange.exchange_formats import FORMATS
from content.questions.models import QuestionDraft
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.exchange import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def trainer(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def course(pages):
    return pages.course


GIFT = "::T1-Q01::Сұрақ? {=Иә ~Жоқ}\n\n::T1-Q02::Жауапсыз\n"


def upload(client, course, content=GIFT, name="q.gift", *, follow=False, **facts):
    content = content.encode() if isinstance(content, str) else content
    data = {
        "file": SimpleUploadedFile(name, content),
        "course": course.pk,
        "language": "kk",
        "outcome": 1,
    }
    url = reverse("questions_exchange:upload")
    return client.post(url, data | facts, follow=follow)


PAGES = ["upload", "result", "export"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_pages_are_closed_to_every_other_role(sign_in, role, page):
    client = sign_in(UserFactory(roles=[role]))

    for method in ("get", "post"):
        response = getattr(client, method)(reverse(f"questions_exchange:{page}"))
        assert response.status_code in {302, 403}, method


def test_trainer_without_the_right_to_add_is_sent_away(sign_in, course):
    user = UserFactory(roles=[Role.TRAINER])
    group = user.groups.get(name=Role.TRAINER)
    group.permissions.remove(group.permissions.get(codename="add_questiondraft"))

    response = upload(sign_in(user), course)

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert not QuestionDraft.objects.exists()


def test_file_that_cannot_be_read_is_told_at_its_field(trainer, course, folder):
    response = upload(trainer, course, b"\xd0\xcf\x11\xe0" * 9, "q.xls")

    assert response.status_code == 200
    assert "Save it as XLSX" in response.context["form"].errors["file"][0]
    assert not folder.exists()


def test_outcome_of_another_course_is_told_at_its_field(trainer, course):
    response = upload(trainer, course, outcome=9)

    assert list(response.context["form"].errors) == ["outcome"]


def test_reading_shows_what_would_come_and_writes_nothing(trainer, course):
    response = upload(trainer, course, follow=True)

    page = response.content.decode()
    rehearsal = response.context["rehearsal"]
    assert (len(rehearsal.ready), len(rehearsal.faulty)) == (1, 1)
    assert "There are no answers in braces" in page
    assert "GIFT" in page
    assert not QuestionDraft.objects.exists()
    assert not Entry.objects.filter(action="questions.imported").exists()


def test_confirming_writes_drafts_and_shows_what_is_left(trainer, course, folder):
    check = upload(trainer, course).url

    response = trainer.post(check, follow=True)

    assert response.redirect_chain == [(reverse("questions_exchange:result"), 302)]
    assert response.context["result"]["added"] == 1
    assert "T1-Q02" in response.content.decode()
    assert [row.live for row in QuestionDraft.objects.all()] == [False]
    assert list(folder.iterdir()) == []


def test_confirming_twice_adds_nothing_and_says_so(trainer, course):
    check = upload(trainer, course).url
    trainer.post(check)

    response = trainer.post(check, follow=True)

    assert "The file is no longer here" in response.content.decode()
    assert QuestionDraft.objects.count() == 1


def test_file_of_somebody_else_is_not_there(trainer, course):
    from django.test import Client

    check = upload(trainer, course).url
    other = Client()
    pass_both_steps(other, UserFactory(roles=[Role.TRAINER]))

    response = other.post(check)

    assert (response.status_code, response.url) == (
        302,
        reverse("questions_exchange:upload"),
    )
    assert not QuestionDraft.objects.exists()


def test_file_that_was_altered_meanwhile_is_not_taken(trainer, course, folder):
    check = upload(trainer, course).url
    (path,) = folder.iterdir()
    path.write_text("::X:: Басқа? {T}")

    trainer.post(check)

    assert not QuestionDraft.objects.exists()


def test_files_that_nobody_confirmed_go_after_a_day(
    trainer, course, folder, monkeypatch
):
    upload(trainer, course)
    trainer.session.flush()
    (old,) = folder.iterdir()
    monkeypatch.setattr(upload_store, "KEPT", -1)

    upload_store.store_upload({}, b"", "q", course=1, language="kk", outcome=None)

    assert not old.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_is_a_file_to_fill_in(trainer, kind):
    response = trainer.get(reverse("questions_exchange:template", args=[kind]))

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="questions.{kind}"'
    )


def test_template_of_another_format_is_not_there(trainer):
    url = reverse("questions_exchange:template", args=["pdf"])

    assert trainer.get(url).status_code == 404


def test_list_of_questions_leads_to_files_with_its_filters(trainer, course):
    url = reverse("studio_questions:list")

    page = trainer.get(f"{url}?course={course.pk}").content.decode()

    assert reverse("questions_exchange:upload") in page
    assert f"{reverse('questions_exchange:export')}?course={course.pk}" in page


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_pages_speak_the_language_of_the_trainer(trainer, course, language):
    trainer.cookies[configured.LANGUAGE_COOKIE_NAME] = language

    page = upload(trainer, course, follow=True).content.decode()

    assert "Nothing has been saved yet" not in page
    assert "There are no answers in braces" not in page


def wanted(course, name="moodle", **facts):
    return {"course": course.pk, "format": name} | facts


def test_export_tells_first_what_is_lost(trainer, pages):
    pages.question(
        type="open", answer="Үш жағдай", parts={"kk": [], "ru": [], "en": []}
    )

    response = trainer.get(
        reverse("questions_exchange:export"), wanted(pages.course, "gift")
    )

    assert [loss.language for loss in response.context["losses"]] == ["kk", "ru", "en"]
    assert not Entry.objects.filter(action="questions.exported").exists()


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 6),
        ({"must_pass": "true"}, 3),
        ({"must_pass": "false"}, 3),
        ({"type": "multiple"}, 0),
        ({"must_pass": "maybe"}, None),
        ({"course": "999999"}, None),
    ],
)
def test_export_takes_the_questions_that_the_filters_name(
    trainer, filters, count, pages
):
    pages.question(must_pass=True)
    pages.question(code="T1-Q02")
    url = reverse("questions_exchange:export")

    response = trainer.get(url, wanted(pages.course) | filters)

    assert response.context.get("count") == count


def test_export_of_one_language_gives_its_file(trainer, pages):
    rows = pages.question()
    url = reverse("questions_exchange:export")

    response = trainer.post(url, wanted(pages.course, locale=rows["ru"].locale_id))

    assert 'filename="t1-questions-ru.xml"' in response.headers["Content-Disposition"]
    assert "Сұрақ T1-Q01 ru" in response.content.decode()
    assert Entry.objects.filter(action="questions.exported").count() == 1


def test_export_of_all_languages_gives_a_file_for_each(trainer, pages):
    pages.question()

    response = trainer.post(reverse("questions_exchange:export"), wanted(pages.course))

    assert ZipFile(io.BytesIO(response.content)).namelist() == [
        f"t1-questions-{language}.xml" for language in ("kk", "ru", "en")
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_trainer_exports_she_can_import(trainer, course, name):
    content = FORMATS["csv"].write([asked("single", cites=())])[0]
    trainer.post(upload(trainer, course, content, "q.csv").url)
    row = QuestionDraft.objects.get()
    file = trainer.post(reverse("questions_exchange:export"), wanted(course, name))
    QuestionDraft.objects.all().delete()

    trainer.post(upload(trainer, course, file.content, "file").url)

    assert QuestionDraft.objects.get().plain_content()["stem"] == row.stem


@pytest.mark.parametrize("count", [1, 3])
def test_export_page_asks_the_database_as_often_for_three_as_for_one(
    trainer, count, django_assert_num_queries, pages
):
    for number in range(count):
        pages.question(code=f"T1-Q{number}")
    url = reverse("questions_exchange:export")
    trainer.get(url, wanted(pages.course))

    with django_assert_num_queries(19):
        trainer.get(url, wanted(pages.course))
