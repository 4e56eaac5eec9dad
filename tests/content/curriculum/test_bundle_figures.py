"""Figures in bundles: a drawing, its words in three languages, and the lesson that shows it."""

import pytest

from content.curriculum.bundle_keys import derive_text_key
from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.models import LessonPage
from tests.content.test_drawings import SVG
from tests.factories.curriculum import load_approved

FIGURE = """alt: {kk: Не, ru: Что, en: What}
texts:
  one: {kk: [Бір, екі], ru: Раз, en: One}
"""
YAML = "figures/plan.yaml"
NO_FILE = "There is no figure figures/map.svg."
NO_NAME = "A figure opens with ::: figure {#name} and the name of its file."
BLOCK = "::: figure {#plan} plan\nCaption.\n:::\n\n::: quote {#rule}"


@pytest.fixture
def figured(bundles):
    folder = bundles / "courses/t1/figures"
    folder.mkdir()
    (folder / "plan.svg").write_text(SVG, "utf-8")
    (folder / "plan.yaml").write_text(FIGURE, "utf-8")
    for language in ("kk", "ru", "en"):
        change(bundles, f"l1.{language}.md", "::: quote {#rule}", BLOCK)
    return bundles


def change(root, file, old, new):
    path = root / "courses/t1" / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def faults(root):
    with pytest.raises(BundleError) as error:
        read_library(root)
    return [(one.file, one.line, one.reason) for one in error.value.faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "line", "reason"),
    [
        ("figures/plan.svg", 'class="box"', 'onload="x"', "figures/plan.svg", 1, None),
        ("figures/plan.svg", "</svg>", "<script/></svg>", "figures/plan.svg", 1, None),
        ("figures/plan.yaml", "ru: Раз, ", "", "figures/plan.yaml", 3, "“ru” is missing."),
        ("figures/plan.yaml", "one:", "two:", YAML, 3, "en: The drawing has no place for “two”."),
        ("figures/plan.yaml", "en: One", "en: The one and only", "figures/plan.yaml", 3, None),
        ("figures/plan.yaml", "alt:", "title:", "figures/plan.yaml", 1, "“alt” is missing."),
        ("l1.kk.md", "{#plan} plan", "{#plan} map", "l1.kk.md", None, NO_FILE),
        ("l1.kk.md", "{#plan} plan", "{#plan}", "l1.kk.md", None, NO_NAME),
        ("l1.kk.md", "Caption.\n", "", "l1.kk.md", None, "This block is empty."),
    ],
)  # fmt: skip
def test_wrong_figure_is_refused_with_its_file(
    figured, file, old, new, place, line, reason
):
    change(figured, file, old, new)

    found = faults(figured)

    mine = [one for one in found if one[0] == f"courses/t1/{place}"]
    assert mine, found
    assert line is None or line in [at for _file, at, _reason in mine]
    assert reason is None or reason in [said for _file, _line, said in mine]


def test_figure_that_lacks_a_half_or_that_no_lesson_shows_is_refused(figured):
    folder = figured / "courses/t1/figures"
    (folder / "lost.yaml").write_text(FIGURE, "utf-8")
    (folder / "note.txt").write_text("x", "utf-8")
    (folder / "spare.yaml").write_text(FIGURE, "utf-8")
    (folder / "spare.svg").write_text(SVG, "utf-8")

    assert faults(figured) == [
        ("courses/t1/figures/lost.yaml", 1, "lost.svg is missing beside it."),
        (
            "courses/t1/figures/note.txt",
            1,
            "A figure is a .svg and a .yaml of the same name.",
        ),
        ("courses/t1/figures/spare.yaml", 1, "No lesson shows this figure."),
    ]


def test_figure_is_part_of_what_is_approved(figured):
    def hashes():
        (course,) = read_library(figured).courses
        return course.hashes()

    before = hashes()
    change(figured, "figures/plan.yaml", "en: One", "en: Two")

    changed = {part for part, digest in hashes().items() if before[part] != digest}
    assert changed == {"l1"}


@pytest.mark.django_db
def test_each_language_shows_the_drawing_with_its_words(figured):
    load_approved(figured)
    again = load_approved(figured)

    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    (shown,) = [block for block in page.body if block.block_type == "drawing"]
    assert not again.changed
    assert shown.id == derive_text_key("t1", "l1", "plan")
    assert "Бір</tspan>" in shown.value.svg
    assert "екі</tspan>" in shown.value.svg
    preview = page.make_preview_request().render().content.decode()
    assert 'role="img" aria-label="Не"' in preview
    russian = LessonPage.objects.get(slug="l1", locale__language_code="ru")
    assert {one.id for one in russian.body} == {one.id for one in page.body}


def test_our_own_figures_are_light_and_shown(shipped):
    figures = [figure for course in shipped.courses for figure in course.figures]

    assert {"four-questions", "allegation"} <= set(figures)
