"""A package tells which language lags, and in which segment."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from content.models import LessonPage
from content.packages.errors import PackageError
from content.packages.package_import import create_course_from_package
from content.packages.package_writer import build_course_package
from content.studio.picture_preparation import prepare_picture
from courses.models import Course, Segments, UnitText, UnitVersion
from courses.release import edition_release
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.zip_files import build_zip
from tests.factories.accounts import UserFactory
from tests.factories.content import (
    CoursePages,
    check_block,
    figure_block,
    name,
    publish,
    text_block,
)
from tests.factories.pictures import image, plan
from tests.factories.provisions import released_instrument

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
    pytest.mark.filterwarnings(  # Wagtail leaves the file of its rendition open
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


def table(course):
    """Return what the table of languages says: by unit, what each language lacks where."""
    versions = UnitVersion.objects.filter(unit__course=course).newest()
    return {
        version.unit.slug: {
            text.language: (
                text.behind,
                sorted(version.languages_outdated),
                kept.parity.changed(text.language) if kept else None,
                kept and {one: kept.parity.leader(one) for one in kept.sources},
            )
            for text in version.texts.all()
        }
        for version in versions
        for kept in [Segments.objects.filter(version=version).first()]
    }


def rewritten(rows, language, *blocks, **facts):
    """Publish a page or a question once more, with other blocks or fields."""
    row = type(rows[language]).objects.get(pk=rows[language].pk)
    if blocks:
        row.body = json.dumps(blocks)
    for fact, value in facts.items():
        setattr(row, fact, value)
    rows[language] = publish(row)


def linked(pages, language, words):
    target = pages.lessons["l1"][language].pk
    return text_block("l2", f'<a linktype="page" id="{target}">{words}</a>')


@pytest.fixture(scope="module")
def sent(module_db, tmp_path_factory):
    """A course some of whose languages lag: its files, and its table of languages."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        from django.conf import settings

        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("sent"))
        pages = CoursePages(code="T2", lessons=["l1", "old"])
        drawing = SimpleUploadedFile("plan.png", plan())
        picture = image(content=prepare_picture(drawing).read())
        lesson = pages.lesson("l2", [text_block("l2"), figure_block(picture)])
        for language in ("kk", "ru", "en"):
            rewritten(
                lesson, language, linked(pages, language, "бір"), figure_block(picture)
            )
        more = check_block(letters=("a", "b"))
        rewritten(lesson, "ru", linked(pages, "ru", "два"), figure_block(picture), more)
        edition_release.confirm_language(newest("l2"), "en", by=None)
        rewritten(pages.lessons["l1"], "kk", title="Жаңа атау")
        before_segments(newest("old"))
        rewritten(pages.lessons["old"], "kk", title="Жаңа атау")
        question = pages.question()
        rewritten(question, "en", stem="A better question")
        rewritten(question, "ru", stem="Лучший вопрос")
        pages.question("T1-Q02")
        content = build_course_package(pages.course).files, table(pages.course)
        transaction.set_rollback(True)
    released_instrument("1")
    return content


def before_segments(version):
    """Make ``version`` one from before segments were noted."""
    kept = Segments.objects.filter(version__unit=version.unit)
    kept._raw_delete("default")
    UnitText.objects.filter(version__unit=version.unit).update(behind=None)


def newest(slug):
    return UnitVersion.objects.filter(unit__slug=slug).newest().get()


@pytest.fixture
def files(sent, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return dict(sent[0])


def bring(files):
    return create_course_from_package(
        build_zip(files), by=UserFactory(roles=[Role.TRAINER])
    )


def test_the_table_of_languages_says_the_same_and_the_package_is_the_same(files, sent):
    course = bring(files)

    assert table(course) == sent[1]
    assert build_course_package(course).files == files
    assert sent[1]["l1"]["ru"][:3] == (1, ["en", "ru"], ["/title"])
    assert sent[1]["l2"]["kk"][0] > sent[1]["l2"]["ru"][0] == 0
    assert sent[1]["t1-q01"]["kk"][2] == ["/stem"]


def test_only_what_lags_is_told(files):
    told = sorted(one for one in files if one.startswith("parity/"))

    assert told == [
        "parity/lesson-l1.json",
        "parity/lesson-l2.json",
        "parity/lesson-old.json",
        "parity/question-t1-q01.json",
    ]


def test_translating_what_lags_makes_the_language_equal(files):
    course = bring(files)
    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")

    rewritten({"ru": page}, "ru", title="Новое название")

    assert table(course)["l1"]["ru"][:3] == (0, ["en"], [])


def test_it_is_noted_whose_word_that_is(files):
    by = UserFactory(roles=[Role.TRAINER])

    create_course_from_package(build_zip(files), by=by)

    entries = Entry.objects.filter(action="courses.parity_taken_over")
    assert [entry.by for entry in entries] == [by] * 4


def test_package_that_tells_nothing_comes_in_as_before(files):
    values = json.loads(files["course.json"]) | {"format": 1}
    files["course.json"] = json.dumps(values).encode()
    for one in [one for one in files if one.startswith("parity/")]:
        del files[one]

    course = bring(files)

    assert table(course)["l1"]["ru"][:3] == (0, [], [])


def test_text_from_before_segments_lags_as_a_whole_there_too(files):
    course = bring(files)

    lagging, whole = ["en", "ru"], {"kk": 0, "ru": None, "en": None}
    assert newest("old").languages_outdated == set(lagging)
    assert {one.language: one.behind for one in newest("old").texts.all()} == whole
    assert table(course)["old"]["kk"][2] == []


def wrong(key="", **facts):
    return {"key": key or name("T2/l1"), "sources": {}, "texts": {"kk": {}}} | facts


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        wrong(key="no"),
        wrong(key=str(uuid.uuid4())),
        wrong(texts={}),
        wrong(texts={"de": {}}),
        wrong(texts={"kk": {"/title": "no hash"}}),
        wrong(texts={"kk": {"title": "0" * 32}}),
        wrong(texts={"kk": {"/title": 5}}),
        wrong(sources={"/" + "x" * 500: "0" * 32}),
        wrong(sources=[]),
        wrong(rounds={"kk": 0}),
        wrong(rounds={"kk": True}),
        wrong(rounds={"kk": "2"}),
        wrong(rounds=[1]),
        wrong(approved=True),
    ],
)
def test_what_no_platform_tells_is_refused(files, told):
    files["parity/lesson-l1.json"] = json.dumps(told).encode()

    with pytest.raises(PackageError) as error:
        bring(files)

    assert "parity/lesson-l1.json" in str(error.value)
    assert not Course.objects.exists()
