"""Publishing many new texts at once leaves what publishing them one by one leaves."""

import json
import uuid
from collections import Counter

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backend

from content.curriculum.page_tree import insert_page_tree
from content.models import CoursePage, ExamPage, LessonPage, ModulePage
from content.models.site_setup import ensure_site
from content.publishing.bulk_publish import publish_new_texts
from content.publishing.models import HeldRevision
from content.questions.models import QuestionDraft
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.models import Segments, Unit, UnitText, UnitVersion
from courses.provisions.models import Citation
from courses.release import proposed_outline
from elearning.audit.models import Entry
from tests.factories.content import CoursePages, check_block, name, quote_block
from tests.factories.courses import CourseFactory, OutcomeFactory
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db

BLOCKS = [check_block(), quote_block("NMR 1")]
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def rule():
    return released_instrument("NMR", "1")


def one_by_one(code):
    """Make a course with a lesson, an exam and a question as its authors would."""
    made = CoursePages(code, lessons=())
    made.lesson("l1", BLOCKS)
    made.exam()
    made.question(f"{code}-Q01")
    return made.course


def at_once(code, questions=1):
    """Make the same as the loader would."""
    course = CourseFactory(code=code)
    homes, pages = ensure_site(), []
    for language in LANGUAGES:
        front = CoursePage(
            title=f"Курс {language}",
            slug=course.slug,
            summary=f"Қысқаша {language}",
            course=course,
        )
        module = ModulePage(title=f"Модуль {language}", slug="m1")
        lesson = LessonPage(
            title=f"Сабақ l1 {language}",
            slug="l1",
            summary="Туралы l1",
            minutes=10,
            outcomes="1",
            body=json.dumps(BLOCKS),
        )
        exam = ExamPage(title=f"Емтихан {language}", slug="exam", questions=1)
        named = {"course": front, "m1": module, "l1": lesson, "exam": exam}
        for key, page in named.items():
            page.translation_key = uuid.UUID(name(f"{code}/{key}"))
            page.locale, page.live = homes[language].locale, False
        homes[language].refresh_from_db()
        homes[language].add_child(instance=front)
        insert_page_tree(front, [(module, [lesson]), (exam, [])])
        pages += [front, module, lesson, exam]
    publish_new_texts(pages)
    ask(course, questions)
    return course


def ask(course, questions):
    write(drafts(course, questions))


def write(made):
    QuestionDraft.objects.add(made)
    publish_new_texts(made)


def drafts(course, questions):
    outcome = OutcomeFactory(course=course, number=1)
    locales = {one.language_code: one for one in Locale.objects.all()}
    codes = [f"{course.code}-Q{number:02}" for number in range(1, questions + 1)]
    return [
        QuestionDraft(
            course=course,
            code=code,
            outcome=outcome,
            answers=json.dumps([choice(code, letter) for letter in ("a", "b")]),
            locale=locales[language],
            translation_key=uuid.UUID(name(code)),
            live=False,
            stem=f"Сұрақ {code} {language}",
            cites="NMR 1",
        )
        for language in LANGUAGES
        for code in codes
    ]


def choice(code, letter):
    value = {"text": letter, "correct": letter == "a", "feedback": ""}
    return {"type": "choice", "id": name(code, letter), "value": value}


def versions(course):
    """Return what the register knows of each version; addresses and ids aside."""
    aside = ("id", "version_id", "reference", "digest", "details", "structure")
    found = []
    for version in UnitVersion.objects.filter(unit__course=course):
        texts = UnitText.objects.filter(version=version).order_by("language").values()
        kept = Segments.objects.get(version=version)
        cited = Citation.objects.filter(unit_version=version)
        facts = [
            {key: value for key, value in text.items() if key not in aside}
            | {
                "title": text["title"].replace(course.code, "T"),
                "authors": text["details"]["authors"],
            }
            for text in texts
        ]
        found.append(
            (
                version.unit.kind,
                version.number,
                version.change,
                version.published_by,
                facts,
                len(kept.sources),
                sorted(kept.texts),
                cited.count(),
            )
        )
    return sorted(found, key=lambda one: one[:2])


def states(things):
    """Return how each page or draft stands in the studio."""
    return Counter(
        (
            thing.locale.language_code,
            thing.live,
            thing.has_unpublished_changes,
            thing.latest_revision_id == thing.live_revision_id,
            thing.first_published_at is not None,
            thing.revisions.count(),
            HeldRevision.objects.filter(revision=thing.live_revision).count(),
        )
        for thing in things
    )


def pages(course):
    fronts = CoursePage.objects.filter(course=course)
    return [
        page.specific
        for front in fronts
        for page in Page.objects.descendant_of(front, inclusive=True)
    ]


def history(course):
    mine = PageLogEntry.objects.filter(page__in=[page.pk for page in pages(course)])
    drafts = QuestionDraft.objects.filter(course=course)
    keys = [str(draft.pk) for draft in drafts]
    theirs = ModelLogEntry.objects.filter(object_id__in=keys)
    fields = ("action", "content_changed", "user")
    return Counter([*mine.values_list(*fields), *theirs.values_list(*fields)])


def told(course):
    """Return what the trail says of the versions of a course."""
    keys = UnitVersion.objects.filter(unit__course=course).values_list("pk", flat=True)
    entries = Entry.objects.filter(
        subject_type="courses.unitversion", subject_id__in=map(str, keys)
    )
    return Counter((one.action, one.by, str(one.details)) for one in entries)


def offices(course):
    """Return what the assessment office keeps."""
    mine = {"version__unit__course": course}
    asked = QuestionVersion.objects.filter(**mine).order_by("version__number")
    papers = PaperVersion.objects.filter(**mine)
    return [(sorted(one.body), one.type, one.cites) for one in asked], papers.count()


def test_both_ways_leave_the_same(rule):
    first, second = one_by_one("T1"), at_once("T2")

    assert versions(second) == versions(first)
    assert states(pages(second)) == states(pages(first))
    edits = Counter({("wagtail.edit", True, None): len(pages(second))})
    assert history(second) == history(first) + edits  # the loader's are told of as such
    assert told(second) == told(first)
    assert offices(second) == offices(first)
    assert [one.version.unit.kind for one in outline(second)] == [
        one.version.unit.kind for one in outline(first)
    ]


def outline(course):
    return [
        one
        for top in proposed_outline.build_proposed_manifest(course)
        for one in top.walk()
    ]


def test_tree_is_whole_and_can_be_added_to(rule):
    at_once("T2")

    assert Page.find_problems() == ([], [], [], [], [])
    front = CoursePage.objects.get(locale__language_code="kk")
    front.add_child(instance=ModulePage(title="Тағы", slug="m2", locale=front.locale))
    assert [page.slug for page in front.get_children()] == ["m1", "exam", "m2"]
    assert front.get_children()[0].url_path == f"{front.url_path}m1/"


def test_what_was_published_at_once_is_found_in_the_studio(rule):
    at_once("T2")

    studio = get_search_backend()
    assert len(studio.search("Сұрақ", QuestionDraft)) == len(LANGUAGES)
    assert len(studio.search("Сабақ", LessonPage)) == len(LANGUAGES)
    (draft, *_others) = QuestionDraft.objects.all()
    references = ReferenceIndex.get_references_to(draft.outcome)
    assert {one.object_id for one in references} == {
        str(one.pk) for one in QuestionDraft.objects.all()
    }


def test_a_unit_whose_address_is_taken_is_published_by_neither_way(rule):
    course = at_once("T2")
    taken = QuestionDraft.objects.filter(course=course).first()
    Unit.objects.filter(slug="t2-q01").update(key=uuid.uuid4())

    with pytest.raises(IntegrityError):
        taken.save_revision(clean=False).publish(skip_permission_checks=True)


def test_a_question_more_costs_no_further_query(rule, settings):
    # Each text used to be published by itself, with some 44 queries: a demonstration of
    # 3,900 texts took minutes. What is asked now depends on no number of texts.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    counted = []
    for code, number in (("T0", 1), ("T1", 1), ("T2", 3)):
        made = drafts(CourseFactory(code=code), number)
        with CaptureQueriesContext(connection) as queries:
            write(made)
        counted.append(len(queries))

    assert counted[2] == counted[1]
