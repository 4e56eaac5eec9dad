"""The worked path of docs/content-format.md: what it says, word for word, comes true."""

import io
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.curriculum.bundle_reader import DEFAULT
from courses.models import Course
from elearning.installation.models import Demonstration

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[3] / "docs/content-format.md"
FILE = re.compile(r"`(courses/c7/[\w.-]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def written(tmp_path):
    """A folder with the instruments, and with what the guide writes into it."""
    shutil.copytree(DEFAULT / "instruments", tmp_path / "instruments")
    (tmp_path / "courses/c7").mkdir(parents=True)
    for name, text in FILE.findall(GUIDE.read_text("utf-8")):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        for language in ("kk", "ru") if path.suffix == ".md" else ():
            path.with_name(f"l1-1.{language}.md").write_text(text, "utf-8")
    return tmp_path


def say(command, root, **options):
    out = io.StringIO()
    call_command(command, bundles=root, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_course_of_the_guide_is_released(written):
    assert "c7/l1-1 " in say("curriculum_hashes", written)
    Demonstration.objects.create()
    taken = {"demonstration_approvals": True}
    assert "Waiting for approval: C7" in say("load_curriculum", written, **taken)
    say("curriculum_hashes", written, only="c7", write=True)

    assert "Released: C7" in say("load_curriculum", written, **taken)

    edition = Course.objects.get(code="C7").current_edition
    slugs = [entry.version.unit.slug for entry in edition.outline]
    assert slugs == ["c7", "m1", "l1-1", "exam"]
    assert "Released" not in say("load_curriculum", written, **taken)


def test_approvals_of_one_bundle_leave_the_others_alone(written):
    shutil.copytree(written / "courses/c7", written / "courses/c8")
    text = (written / "courses/c8/course.yaml").read_text("utf-8")
    text = text.replace("code: C7", "code: C8").replace("slug: c7", "slug: c8")
    (written / "courses/c8/course.yaml").write_text(text, "utf-8")

    say("curriculum_hashes", written, only="c7", write=True)

    assert (written / "courses/c7/approvals.yaml").exists()
    assert not (written / "courses/c8/approvals.yaml").exists()
    with pytest.raises(CommandError, match="There is no bundle c9"):
        say("curriculum_hashes", written, only="c9")
