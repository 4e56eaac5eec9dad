"""Pages of a course, published and released."""

import json
import uuid

from wagtail.models import Locale, Page

from content.models import CoursePage, ExamPage, LessonPage, ModulePage
from content.models.site_setup import ensure_site
from content.questions.models import CaseDraft, QuestionDraft
from courses.models import Course
from courses.release import proposed_outline
from courses.release.edition_proposal import EditionProposal
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, OutcomeFactory

LANGUAGES = ("kk", "ru", "en")


#: What makes a question ask for the number 15.
FIFTEEN = {"type": "numeric", "answer": "15", "parts": {key: [] for key in LANGUAGES}}


def name(*parts):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(parts)))


def text_block(key="intro", text="Мәтін"):
    value = {"heading": "Тақырып", "text": f"<p>{text}</p>"}
    return {"type": "text", "id": name(key), "value": value}


def quote_block(citation, key="quote"):
    value = {"citation": citation, "text": "Қағида"}
    return {"type": "quote", "id": name(key), "value": value}


def figure_block(image, key="figure"):
    shown = {"image": image.pk, "decorative": False, "alt_text": "Бөлменің сызбасы"}
    return {"type": "figure", "id": name(key), "value": {"image": shown, "caption": ""}}


def check_block(key="check", kind="single", right=("a",), letters=("a", "b", "c")):
    options = [
        {
            "type": "item",
            "id": name(key, letter),
            "value": {
                "text": f"Нұсқа {letter}",
                "correct": letter in right,
                "feedback": f"Түсіндірме {letter}",
            },
        }
        for letter in letters
    ]
    value = {"question": "Сұрақ?", "kind": kind, "options": options}
    return {"type": "check", "id": name(key), "value": value}


def bank_block(question):
    """A block that asks the question of the bank with that key."""
    return {
        "type": "bank_check",
        "id": name("asks", question),
        "value": {"question": question},
    }


def scenario_block(key="scenario"):
    def decision(node, letter, to):
        return {
            "type": "item",
            "id": name(key, node, letter),
            "value": {"text": f"Таңдау {node}{letter}", "to": to, "score": 1},
        }

    def node(title, choices, ending=""):
        return {
            "type": "item",
            "id": name(key, title),
            "value": {
                "name": title,
                "text": f"<p>Қадам {title}</p>",
                "principle": f"Қағидат {title}",
                "cites": "NMR 36",
                "choices": choices,
                "ending": ending,
            },
        }

    nodes = [
        node("n1", [decision("n1", "a", "n2"), decision("n1", "b", "y")]),
        node("n2", [decision("n2", "a", "n1"), decision("n2", "b", "z")]),
        node("y", [], "good"),
        node("z", [], "poor"),
    ]
    value = {"situation": "<p>Жағдай</p>", "nodes": nodes}
    return {"type": "scenario", "id": name(key), "value": value}


def publish(page, *, by=None):
    """Publish ``page`` as the studio does; ``by`` is the editor."""
    page.save_revision(user=by, clean=False).publish(
        user=by, skip_permission_checks=True
    )
    page.refresh_from_db()
    return page


def add(parent, page, key, *, by=None):
    page.translation_key = uuid.UUID(name(key))
    page.locale_id = parent.locale_id
    page.live = False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return publish(page, by=by)


class CoursePages:
    """A course with a front page, a module and lessons in each language."""

    def __init__(self, code="T1", languages=LANGUAGES, by=None, lessons=("l1", "l2")):
        self.course = CourseFactory(code=code)
        self.outcome = OutcomeFactory(course=self.course, number=1)
        self.code, self.by = code, by
        self.homes = ensure_site()
        self.fronts, self.modules, self.lessons = {}, {}, {}
        for language in languages:
            front = CoursePage(
                title=f"Курс {language}",
                slug=self.course.slug,
                summary=f"Қысқаша {language}",
                course=self.course,
            )
            self.fronts[language] = add(
                self.homes[language], front, f"{code}/course", by=by
            )
            module = ModulePage(title=f"Модуль {language}", slug="m1")
            self.modules[language] = add(front, module, f"{code}/m1", by=by)
        for slug in lessons:
            self.lesson(slug, [text_block(slug)], languages)

    def lesson(self, slug, blocks, languages=LANGUAGES):
        """Add and publish a lesson of ``blocks``."""
        self.lessons[slug] = {
            language: add(
                self.modules[language],
                LessonPage(
                    title=f"Сабақ {slug} {language}",
                    slug=slug,
                    summary=f"Туралы {slug}",
                    minutes=10,
                    outcomes="1",
                    body=json.dumps(blocks),
                ),
                f"{self.code}/{slug}",
                by=self.by,
            )
            for language in languages
        }
        return self.lessons[slug]

    def exam(self, languages=LANGUAGES, **facts):
        for language in languages:
            add(
                self.fronts[language],
                ExamPage(
                    title=f"Емтихан {language}",
                    slug="exam",
                    **({"questions": 1} | facts),
                ),
                f"{self.code}/exam",
                by=self.by,
            )

    def case(self, code="T1-K01", languages=LANGUAGES, **facts):
        """Add and publish a case; returns its rows by language."""
        rows = {}
        for language in languages:
            row = CaseDraft(
                course=self.course,
                code=code,
                locale=Locale.objects.get(language_code=language),
                translation_key=uuid.UUID(name(code)),
                live=False,
                **{"title": f"Оқиға {language}", "text": f"Мән-жай {language}"} | facts,
            )
            row.save()
            rows[language] = publish(row, by=self.by)
        return rows

    def question(self, code="T1-Q01", languages=LANGUAGES, parts=None, **facts):
        """Add and publish a question; returns its rows by language.

        ``parts`` are its blocks by language, else two choices; so may any fact be.
        """
        rows = {}
        for language in languages:
            choices = (
                parts[language]
                if parts
                else [
                    {
                        "type": "choice",
                        "id": name(code, letter),
                        "value": {
                            "text": letter,
                            "correct": letter == "a",
                            "feedback": "",
                        },
                    }
                    for letter in ("a", "b")
                ]
            )
            row = QuestionDraft(
                course=self.course,
                code=code,
                outcome=self.outcome,
                answers=json.dumps(choices),
                locale=Locale.objects.get(language_code=language),
                translation_key=uuid.UUID(name(code)),
                live=False,
                **{
                    fact: value[language] if isinstance(value, dict) else value
                    for fact, value in (
                        {"stem": f"Сұрақ {code} {language}", "cites": "NMR 1"} | facts
                    ).items()
                },
            )
            row.save()
            rows[language] = publish(row, by=self.by)
        return rows

    def release(self, *, by=None):
        """Release what is proposed, approved by another office."""
        course = Course.objects.get(pk=self.course.pk)
        digests = [
            version.digest
            for version in proposed_outline.list_proposed_versions(course)
        ]
        manifest = proposed_outline.build_proposed_manifest(course)
        edition = EditionProposal(course, manifest, approved(digests)).release(by=by)
        self.course = Course.objects.get(pk=self.course.pk)
        return edition
