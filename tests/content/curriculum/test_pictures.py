"""Questions about regions of a picture, and those for practice, in bundles."""

import hashlib

import pytest
from PIL import Image
from wagtail.images import get_image_model

from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from tests.factories.curriculum import load_approved

FOLDER = "courses/t1/pictures"
BANK = "courses/t1/questions.yaml"
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>'
QUESTION = """
- id: T1-Q05
  type: hotspot
  outcome: 1
  cites: [NMR 1]
  stem: {kk: Қайда тұрасыз, ru: Где Вы встанете, en: Where do you stand}
  picture: plan.svg
  picture_alt: {kk: Бөлме, ru: Комната, en: A room}
  regions:
    - id: a
      correct: true
      points: [100, 100, 200, 200]
      label: {kk: Есік, ru: Дверь, en: The door}
      feedback: {kk: 1-қағида, ru: Правило 1, en: Rule 1}
    - id: b
      shape: circle
      points: [700, 500, 100]
      label: {kk: Үстел, ru: Стол, en: The desk}
  feedback: {kk: Түсіндірме, ru: Пояснение, en: Feedback}
"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bank(bundles):
    """The sample bundle with a question about a picture."""
    path = bundles / BANK
    path.write_text(path.read_text("utf-8") + QUESTION.lstrip(), "utf-8")
    (bundles / FOLDER).mkdir()
    (bundles / FOLDER / "plan.svg").write_text(PLAN, "utf-8")
    return path


def reasons(root):
    with pytest.raises(BundleError) as error:
        read_library(root)
    return [fault.reason for fault in error.value.faults]


def changed(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("picture: plan.svg", "picture: hall.svg", "There is no picture pictures/hall.svg."),
        ("picture: plan.svg", "picture: ../plan.svg", "“../plan.svg” is no name of a picture"),
        ("picture: plan.svg", "picture: /etc/passwd", "“/etc/passwd” is no name of a picture"),
        ("picture: plan.svg", "picture: plan.html", "“plan.html” is no name of a picture"),
        ("  picture: plan.svg\n", "", "A hotspot question needs a “picture”."),
        ("  picture_alt: {kk: Бөлме, ru: Комната, en: A room}\n", "", "“picture_alt” is missing."),
        ("ru: Комната", "ru: Комната и дверь", "“picture_alt” (ru) names a right region."),
        ("ru: Комната", "ru: " + "К" * 251, "“picture_alt” (ru) is over 250 characters."),
        ("[100, 100, 200, 200]", "[900, 100, 200, 200]", "The door: A region goes beyond"),
        ("[100, 100, 200, 200]", "[-5, 100, 200, 200]", "The door: A region goes beyond"),
        ("[100, 100, 200, 200]", "[100, 100, 20, 20]", "The door: A region is too small"),
        ("[100, 100, 200, 200]", "[100, 100]", "The door: A region is missing numbers"),
        ("[100, 100, 200, 200]", "[100, 100, a, 200]", "“points” must be a whole number."),
        ("[700, 500, 100]", "[200, 200, 100]", "Two regions overlap."),
        ("shape: circle", "shape: heart", "The desk: A region is missing numbers"),
        ("correct: true\n      points", "points", "Mark at least one option as right."),
        ("type: hotspot", "type: hotspot\n  for_practice: perhaps", "“for_practice” must be"),
        ("outcome: 1", "outcome: 1\n  for_practice: true\n  must_pass: true", "A question for"),
    ],
)  # fmt: skip
def test_question_that_nobody_can_point_at_is_refused(bundles, bank, old, new, reason):
    text = bank.read_text("utf-8")
    start = text.index("- id: T1-Q05")
    assert old in text[start:]
    bank.write_text(text[:start] + text[start:].replace(old, new, 1), "utf-8")

    assert [one for one in reasons(bundles) if one.startswith(reason)]


def heavy(path):
    path.write_text(PLAN + "<!--" + "x" * 110_000 + "-->", "utf-8")


def lively(path):
    path.write_text(PLAN.replace("/>", "><script>x</script></svg>"), "utf-8")


def linked(path):
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (heavy, "pictures/plan.svg weighs 107 KB; at most 100 KB."),
        (lively, "“plan.svg” contains a program or a link."),
        (linked, "There is no picture pictures/plan.svg."),
        (lambda path: path.write_text("no drawing"), "“plan.svg” contains a program"),
        (
            lambda path: path.write_text(PLAN.replace("800", "9000")),
            "“plan.svg” is not",
        ),
    ],
    ids=["heavy", "script", "link", "garbage", "huge"],
)
def test_picture_that_may_not_be_shown_is_refused(bundles, bank, spoil, reason):
    spoil(bundles / FOLDER / "plan.svg")

    assert [one for one in reasons(bundles) if one.startswith(reason)]


def test_painted_picture_of_far_too_many_pixels_is_refused(bundles, bank):
    Image.new("1", (7000, 100)).save(bundles / FOLDER / "plan.png")
    changed(bank, "plan.svg", "plan.png")

    assert [one for one in reasons(bundles) if one.startswith("“plan.png” is not")]


def test_picture_that_no_question_shows_is_refused(bundles, bank):
    (bundles / FOLDER / "other.svg").write_text(PLAN, "utf-8")

    assert reasons(bundles) == ["No question shows this picture."]


@pytest.mark.django_db
def test_regions_are_loaded_with_their_picture_and_only_once(bundles, bank):
    load_approved(bundles)
    again = load_approved(bundles)

    question = QuestionVersion.objects.filter(version__unit__slug="t1-q05").last()
    text = question.body["ru"]
    assert [one["text"] for one in text["choices"]] == ["Дверь", "Стол"]
    assert text["choices"][0]["feedback"] == "Правило 1"
    assert question.key == {"right": [text["choices"][0]["id"]]}
    assert text["picture"] == {
        "file": text["picture"]["file"],
        "sha256": hashlib.sha256(PLAN.encode()).hexdigest(),
        "width": 800,
        "height": 600,
        "alt": "Комната",
    }
    assert set(question.body) == {"kk", "ru", "en"}
    assert not again.changed
    assert get_image_model().objects.count() == 1


@pytest.mark.django_db
def test_a_new_picture_is_new_content_that_waits_for_approval(bundles, bank, approve):
    approve()
    assert "T1" in load_approved(bundles).released
    changed(bundles / FOLDER / "plan.svg", "/>", "><path d='M0 0h9'/></svg>")

    report = load_approved(bundles)

    assert report.waiting == ["T1"]
    assert report.published == 3


@pytest.mark.django_db
def test_question_for_practice_is_loaded_and_no_exam_counts_on_it(bundles, bank):
    changed(bank, "type: hotspot", "type: hotspot\n  for_practice: true")
    load_approved(bundles)

    drafts = QuestionDraft.objects.filter(code="T1-Q05")
    assert [draft.for_practice for draft in drafts] == [True] * 3
    course = bundles / "courses/t1/course.yaml"
    changed(course, "  questions: 1", "  questions: 3")
    assert reasons(bundles) == ["The exam asks more questions than the bank has (2)."]
