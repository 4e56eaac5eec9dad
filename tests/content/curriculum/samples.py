"""What is changed in the sample, and what was loaded of it."""

from content.models import CoursePage, LessonPage
from content.questions.models import QuestionDraft
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.models import Course, Outcome, Unit, UnitVersion
from courses.provisions.models import Document, DocumentVersion


def replace(root, file, old, new):
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def count():
    return {
        model.__name__: model.objects.count()
        for model in (
            Course, Outcome, CoursePage, LessonPage, QuestionDraft, Unit,
            UnitVersion, QuestionVersion, PaperVersion, Document, DocumentVersion,
        )
    }  # fmt: skip


def course():
    return Course.objects.get(code="T1")
