"""The competency framework: read from its files, and brought into a service."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.errors import BundleError
from content.curriculum.framework_loader import load_framework
from content.curriculum.framework_reader import read_valid_framework
from courses.acknowledgements.models import ReadingRule
from courses.competencies.models import Domain, Profile, Target
from courses.compliance.models import Requirement
from courses.compliance.requirements import end_requirement
from elearning.audit.models import Entry
from elearning.staff.models import Post
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.provisions import DocumentFactory
from tests.factories.staff import EstablishmentFactory

START = date(2026, 9, 1)
DOMAINS = """\
- code: K1
  title: {kk: Құқық, ru: Право, en: Law}
  practice: {kk: Атайды, ru: Называет, en: Names the rule}
"""
POSTS = """\
- code: officer
  title: {kk: инспектор, ru: инспектор, en: Officer}
  purpose: {kk: Қорғау, ru: Беречь, en: Keep safe}
  evidence: {kk: Ауысым, ru: Смена, en: Shifts}
  never: {kk: Кінәламау, ru: Не судить, en: Judge}
  levels: {K1: 2}
  courses: {C1: 24, C2: 24}
  specialised: {C1: 12}
  guidelines: [MG-6, MG-9]
- code: duty
  like: officer
  title: {kk: кезекші, ru: дежурный, en: Duty officer}
"""


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "framework"
    folder.mkdir()
    (folder / "domains.yaml").write_text(DOMAINS, "utf-8")
    (folder / "posts.yaml").write_text(POSTS, "utf-8")
    return tmp_path


@pytest.fixture
def released(db):
    """A course that is released, one that is not, and a guideline on paper."""
    EditionFactory(course=CourseFactory(code="C1", validity_months=18))
    CourseFactory(code="C2")
    DocumentFactory(code="MG-6", kind="guideline", distribution="register-only")


def rules():
    named = Requirement.objects.order_by("pk").values_list(
        "post__code", "course__code", "months", "establishment__code"
    )
    return list(named)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("K1: 2", "K9: 2", 1, "There is no domain K9."),
        ("K1: 2", "K1: 5", 1, "K1: a level is a number from 0 to 4."),
        ("C1: 24", "C1: 0", 1, "C1: the months are at least 1."),
        ("like: officer", "like: nobody", 10, "“like” names a post"),
        ("code: duty", "code: officer", 10, "“officer” stands twice."),
        ("guidelines:", "guideline:", 9, "“guideline” is not a key here."),
    ],
)
def test_wrong_framework_is_refused_with_its_line(root, old, new, line, reason):
    path = root / "framework" / "posts.yaml"
    path.write_text(POSTS.replace(old, new, 1), "utf-8")

    with pytest.raises(BundleError) as error:
        read_valid_framework(root)

    assert any(
        (fault.line, fault.file) == (line, "framework/posts.yaml")
        and fault.reason.startswith(reason)
        for fault in error.value.faults
    )


def test_bundles_without_a_framework_have_an_empty_one(tmp_path):
    assert read_valid_framework(tmp_path).posts == []


def test_post_that_is_like_another_asks_the_same(root):
    officer, duty = read_valid_framework(root).posts

    assert (duty.code, duty.titles["en"]) == ("duty", "Duty officer")
    assert (duty.levels, duty.courses, duty.guidelines) == (
        officer.levels,
        officer.courses,
        officer.guidelines,
    )


def test_service_gets_posts_levels_and_rules(root, released):
    place = EstablishmentFactory(code="n2")

    report = load_framework(
        read_valid_framework(root), starts_on=START, specialised=[place]
    )

    assert (report.posts, report.described) == (2, 5)
    assert (report.rules, report.readings, report.missing) == (4, 2, {"C2", "MG-9"})
    assert rules() == [
        ("officer", "C1", 18, None),
        ("officer", "C1", 12, "n2"),
        ("duty", "C1", 18, None),
        ("duty", "C1", 12, "n2"),
    ]
    assert Requirement.objects.first().first_due_days == 30
    assert ReadingRule.objects.count() == Post.objects.count() == 2
    assert Profile.objects.get(post__code="duty").purposes["en"] == "Keep safe"
    assert Target.objects.get(post__code="duty").level == 2
    assert Domain.objects.get().practices["ru"] == "Называет"


def test_each_post_that_is_made_stands_in_the_trail(root, released):
    load_framework(read_valid_framework(root), starts_on=START)
    load_framework(read_valid_framework(root), starts_on=START)

    made = Entry.objects.filter(action="staff.post_made").order_by("pk")
    assert [(one.subject_id, one.by) for one in made] == [
        (str(post.pk), None) for post in Post.objects.order_by("pk")
    ]


def test_loading_again_changes_nothing_and_leaves_what_the_service_decided(
    root, released
):
    load_framework(read_valid_framework(root), starts_on=START)
    ended = Requirement.objects.get(post__code="officer")
    end_requirement(ended, on=date(2026, 10, 1), by=None)
    titles = {"kk": "кезекші", "ru": "дежурный", "en": "Watch officer"}
    Post.objects.filter(code="duty").update(titles=titles)

    report = load_framework(read_valid_framework(root), starts_on=date(2026, 11, 1))

    assert report.changed == 0
    assert rules() == [("officer", "C1", 18, None), ("duty", "C1", 18, None)]
    assert Post.objects.get(code="duty").titles == titles


def test_command_says_what_is_new_and_what_waits(root, released, capsys):
    call_command("load_framework", bundles=root, starts_on=START)

    assert capsys.readouterr().out.splitlines() == [
        "Posts: 2 new",
        "Domains, profiles, levels: 5 new or changed",
        "Courses required: 2 new rules",
        "Guidelines to be read: 2 new rules",
        "Not released, so not required yet: C2",
        "Not released, so not required yet: MG-9",
    ]


def test_command_refuses_an_unknown_establishment_and_loads_nothing(root, released):
    with pytest.raises(CommandError, match="No establishment has the code n9"):
        call_command("load_framework", bundles=root, specialised=["n9"])

    assert Post.objects.count() == 0


def test_framework_of_the_bundles_is_whole():
    framework = read_valid_framework(DEFAULT)

    assert [domain.code for domain in framework.domains] == [
        f"K{number}" for number in range(1, 13)
    ]
    described = [post for post in framework.posts if post.levels]
    assert len(described) == 13
    assert all(len(post.levels) == 12 for post in described)
    assert all("C1" in post.courses for post in described)
