"""What no package may be: refused whole, by its file, with what to do."""

import io
import json
import sys
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.storage import default_storage

from content.models import CoursePage, LessonPage
from content.packages.errors import PackageError
from content.packages.package_import import (
    create_course_from_package,
    preview_package_import,
)
from content.packages.package_reader import read_package
from content.privacy.national_ids import compute_check_digit
from content.questions.models import QuestionDraft
from courses.models import Course
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.zip_files import build_zip
from tests.content.test_drawings import SVG as DRAWING
from tests.content.test_drawings import block as drawing
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

OUTCOME = {"kk": "нәтиже", "ru": "результат", "en": "outcome"}
LIVELY = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'


def refused(content):
    with pytest.raises(PackageError) as error:
        create_course_from_package(content, by=UserFactory())
    assert not Course.objects.exists()
    assert not CoursePage.objects.exists()
    assert not QuestionDraft.objects.exists()
    return str(error.value)


def lesson_of(files):
    return next(one for one in files if one.startswith("pages/lesson-l1.kk"))


def test_no_zip():
    assert "not a ZIP" in refused(b"course: T1")


def test_zip_of_something_else(files):
    assert "not a course package" in refused(build_zip({"a.txt": b"a"}))


def test_zip_that_breaks_off(files):
    assert "damaged" in refused(build_zip(files)[:-200])


def test_name_that_leads_out_of_the_folder(files):
    files["../../etc/passwd"] = b"root"

    assert "points outside its folder" in refused(build_zip(files))


def test_zip_bomb(files):
    out = io.BytesIO(build_zip(files))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("media/bomb.bin", b"\0" * 30_000_000)

    assert "far too large" in refused(out.getvalue())


def test_zip_inside_the_zip(files):
    files["media/inner.zip"] = build_zip({"a": b"a"})

    assert "ZIP inside the ZIP" in refused(build_zip(files))


def test_file_that_belongs_to_nothing(files):
    files["run.sh"] = b"true"

    assert refused(build_zip(files)) == (
        "“run.sh” is not part of a course package. Remove it."
    )


def test_approvals_are_no_part_of_a_package(files):
    files["approvals.yaml"] = b"- content: course"

    assert "approvals.yaml" in refused(build_zip(files))


def test_values_too_deep_to_be_read(files):
    files["course.json"] = b"[" * 200_000

    assert "course.json" in refused(build_zip(files))


@pytest.mark.parametrize("depth", [60, 900, 3_000])
def test_outline_too_deep_is_refused_and_breaks_nothing(changed, depth):
    def bury(values):
        for _level in range(depth):
            values["units"] = [values["units"][0] | {"units": values["units"]}]

    assert "course.json" in refused(deep(changed, "course.json", bury))


@pytest.mark.parametrize("depth", [60, 900, 3_000])
def test_text_too_deep_is_refused_and_breaks_nothing(files, changed, depth):
    def bury(values):
        for _level in range(depth):
            values["body"] = [{"type": "text", "id": "1", "value": values["body"]}]

    name = lesson_of(files)
    assert name in refused(deep(changed, name, bury))


def deep(changed, name, change):
    """Change a file of a package, however deep that makes it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        return changed(name, change)
    finally:
        sys.setrecursionlimit(limit)


def test_package_of_another_version(changed):
    content = changed("course.json", lambda values: values.update(format=99))

    assert "another version of the platform" in refused(content)


def test_field_that_pages_do_not_have(files, changed):
    content = changed(lesson_of(files), lambda values: values.update(live=True))

    assert "there is an error at “live”" in refused(content)


def test_unit_where_it_cannot_stand(changed):
    def move(values):
        front = values["units"][0]
        front["units"][0]["kind"] = "question"

    assert "course.json" in refused(changed("course.json", move))


def test_outline_that_lists_what_is_not_there(files):
    for language in ("kk", "ru", "en"):
        del files[f"pages/lesson-l1.{language}.json"]

    assert refused(build_zip(files)) == (
        "The package has no text of “l1”, which its outline lists."
    )


def test_block_that_no_lesson_has(files, changed):
    def add(values):
        values["body"].append({"type": "html", "id": "1", "value": "<b>"})

    assert "This value is not recognised: 'html'" in refused(
        changed(lesson_of(files), add)
    )


def test_script_in_a_text_is_taken_out(files, changed):
    def add(values):
        text = next(block for block in values["body"] if block["type"] == "text")
        text["value"]["text"] += '<script>alert(1)</script><p onclick="x()">Мәтін</p>'

    create_course_from_package(changed(lesson_of(files), add), by=UserFactory())

    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    stored = json.dumps(page.body.get_prep_value(), ensure_ascii=False)
    assert "<p>Мәтін</p>" in stored
    assert "script" not in stored
    assert "onclick" not in stored


def test_drawn_diagram_with_a_program(files, changed):
    def add(source):
        def change(values):
            values["body"].append(drawing(source))

        return change

    lively = DRAWING.replace("</svg>", "<script/></svg>")
    told = refused(changed(lesson_of(files), add(lively)))
    assert told == "l1 (kk): body: Part of it is missing or wrong."

    create_course_from_package(
        changed(lesson_of(files), add(DRAWING)), by=UserFactory()
    )
    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    assert page.body[len(page.body) - 1].value["drawing"] == DRAWING


def test_drawing_with_a_program(files, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = f"{'0' * 20}.svg"
    files[f"media/{name}"] = LIVELY
    listed = [{"file": name, "kind": "picture", "title": "T"}]
    files["media.json"] = json.dumps(listed).encode()

    faults = preview_package_import(
        build_zip(files), by=UserFactory(roles=[Role.TRAINER])
    ).faults

    assert len(faults) == 1
    assert name in faults[0]
    assert not any(default_storage.listdir(".")[1])


def test_number_of_a_real_person(files, changed):
    number = f"90010130012{compute_check_digit('90010130012')}"

    def add(values):
        values["summary"] = f"ЖСН {number}"

    assert f"“{number}” looks like somebody's identification number" in refused(
        changed(lesson_of(files), add)
    )


def test_citation_that_is_not_in_the_register(files, changed):
    content = changed(lesson_of(files), lambda values: values.update(cites="NMR 999"))

    assert "not in the register here: NMR 999" in refused(content)


def test_question_of_an_outcome_that_is_not_there(files, changed):
    name = next(one for one in files if one.startswith("questions/"))

    assert "outcome" in refused(changed(name, lambda values: values.update(outcome=9)))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "../../X"}, "code"),
        ({"code": 'T"1'}, "code"),
        ({"code": "T\r\n1"}, "code"),
        ({"code": "T" * 33}, "code"),
        ({"validity_months": 0}, "validity_months"),
        ({"validity_months": 1201}, "validity_months"),
        ({"validity_months": "x"}, "validity_months"),
        ({"hours": "0"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"hours": "10000"}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"outcomes": []}, "outcomes"),
        ({"outcomes": [{"number": 1, "text": dict.fromkeys("kk", "a")}]}, "kk"),
        ({"outcomes": [{"number": 1, "text": OUTCOME | {"ru": " "}}]}, "outcomes"),
        (
            {"outcomes": [{"number": 1, "text": OUTCOME | {"en": "a" * 301}}]},
            "outcomes",
        ),
        ({"outcomes": [{"number": -1, "text": OUTCOME}]}, "number"),
        ({"outcomes": [{"number": 1, "text": OUTCOME}] * 2}, "course"),
        ({"outcomes": [{"number": n, "text": OUTCOME} for n in range(31)]}, "outcomes"),
    ],
)
def test_facts_that_no_course_may_have(changed, facts, field):
    assert field in refused(changed("course.json", lambda v: v.update(facts)))


def test_facts_of_a_package_wait_for_a_second_person(files):
    by = UserFactory()

    course = create_course_from_package(build_zip(files), by=by)

    assert [one.by for one in course.facts_changes.all()] == [by]
    assert EditionProposal(course).facts_part.lacking


def test_the_same_course_twice(files):
    by = UserFactory()
    course = create_course_from_package(build_zip(files), by=by)

    with pytest.raises(PackageError) as error:
        create_course_from_package(build_zip(files), by=by)

    assert "already exists: T1" in str(error.value)
    assert list(Course.objects.all()) == [course]


def test_course_under_another_code_whose_parts_are_here(changed, files):
    create_course_from_package(build_zip(files), by=UserFactory())

    def rename(values):
        values.update(code="T9", slug="t9")

    faults = preview_package_import(
        changed("course.json", rename), by=UserFactory()
    ).faults

    assert faults == ["Parts of this course are here already, in another course."]


def test_address_of_another_course(files):
    CourseFactory(code="X1", slug="t1")

    faults = preview_package_import(build_zip(files), by=UserFactory()).faults

    assert len(faults) == 1
    assert "X1" in faults[0]


def test_reading_alone_looks_at_every_file(files):
    contents = read_package(build_zip(files))

    assert len(contents.pages) == len([n for n in files if n.startswith("pages/")])
