"""A short film about reading a lesson, in a course of its own; requires ffmpeg."""

import json
import subprocess
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont
from wagtail.documents import get_document_model
from wagtail.models import Page

from content.demo.demo_accounts import get_demo_user
from content.models import CoursePage, HomePage, LessonPage, ModulePage
from courses.certificates.documents.typst_compiler import FONTS
from courses.models import Approval, Course, Outcome
from courses.release import content_approvals
from courses.release.edition_proposal import EditionProposal
from courses.transactions import unit_of_work
from elearning.languages import CODES

CODE = "FILM"
_SECONDS = 6
_SIZE = (640, 360)
_COLOURS = {"paper": "#004554", "ink": "#f7f5f0"}


@dataclass(frozen=True)
class _Words:
    """The texts of the course in one language; ``said`` is the transcript and the captions."""

    title: str
    summary: str
    said: str
    outcome: str


_WORDS = {
    "kk": _Words(
        "Сабақ қалай оқылады",
        "Платформадағы сабақпен танысу: қысқа бейне мен мәтін.",
        "Сабақты өз қарқыныңызбен оқыңыз. Тоқтаған жеріңіз сақталады.",
        "Сабақты қай жерден жалғастыратынын біледі.",
    ),
    "ru": _Words(
        "Как читать урок",
        "Знакомство с уроком на платформе: короткое видео и текст.",
        "Читайте урок в своем темпе. Место, где Вы остановились, сохраняется.",
        "Знает, с какого места продолжить урок.",
    ),
    "en": _Words(
        "How a lesson is read",
        "A first look at a lesson on the platform: a short film and its words.",
        "Read a lesson at your own pace. The place where you stop is kept.",
        "Knows where to go on with a lesson.",
    ),
}


def create_film_course(*, at: datetime) -> int:
    """Write, review and release the course with its film; return 1 if it is new.

    Does nothing if no course is loaded. ffmpeg must be installed.
    """
    if not CoursePage.objects.exists() or Course.objects.filter(code=CODE).exists():
        return 0
    with unit_of_work():
        course = _course()
        film = get_document_model().objects.create(
            title=_WORDS["kk"].title,
            file=ContentFile(_film(), "how-a-lesson-is-read.mp4"),
            uploaded_by_user=get_demo_user("trainer"),
        )
        for language in CODES:
            _write(course, film.pk, language)
        _release(course, at)
    return 1


def _course() -> Course:
    titles = {code: words.title for code, words in _WORDS.items()}
    course = Course.objects.create(
        code=CODE,
        slug=CODE.lower(),
        hours=1,
        validity_months=12,
        titles=titles,
        public_titles=titles,
    )
    outcome = {code: words.outcome for code, words in _WORDS.items()}
    Outcome.objects.create(course=course, number=1, texts=outcome)
    return course


def _film() -> bytes:
    """Return a film of a card with the title in each language, and a quiet tone."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _card().save(folder / "card.png")
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-loop", "1"]
        command += ["-i", str(folder / "card.png"), "-f", "lavfi"]
        command += ["-i", "sine=frequency=220", "-t", str(_SECONDS), "-r", "5"]
        command += ["-pix_fmt", "yuv420p", str(folder / "film.mp4")]
        subprocess.run(command, check=True)  # noqa: S603 — no shell, and every argument is ours
        return (folder / "film.mp4").read_bytes()


def _card() -> Image.Image:
    card = Image.new("RGB", _SIZE, _COLOURS["paper"])
    drawn = ImageDraw.Draw(card)
    font = ImageFont.truetype(str(FONTS / "GolosText_600SemiBold.ttf"), 36)
    for place, words in enumerate(_WORDS.values(), 1):
        middle = (_SIZE[0] / 2, _SIZE[1] * place / 4)
        drawn.text(middle, words.title, _COLOURS["ink"], font, anchor="mm")
    return card


def _write(course: Course, film: int, language: str) -> None:
    """Publish the pages of the course in one language, as their author."""
    words = _WORDS[language]
    home = HomePage.objects.get(locale__language_code=language, depth=2)
    front = CoursePage(course=course, summary=words.summary)
    _publish(home, front, words.title, course.slug)
    module = ModulePage()
    _publish(front, module, words.title, "m1")
    lesson = LessonPage(summary=words.summary, minutes=2, outcomes="1")
    lesson.body = json.dumps(_blocks(words, film))
    _publish(module, lesson, words.title, "l1")


def _blocks(words: _Words, film: int) -> list[dict[str, Any]]:
    value = {
        "title": words.title,
        "file": film,
        "transcript": f"<p>{words.said}</p>",
        "captions": f"WEBVTT\n\n00:00.000 --> 00:0{_SECONDS}.000\n{words.said}\n",
    }
    text = {"heading": words.title, "text": f"<p>{words.said}</p>"}
    return [
        {"type": "text", "id": _name("text"), "value": text},
        {"type": "video", "id": _name("film"), "value": value},
    ]


def _publish(parent: Page, page: Any, title: str, slug: str) -> None:
    page.title, page.slug, page.live = title, slug, False
    page.locale_id = parent.locale_id
    page.translation_key = uuid.UUID(_name(f"page-{type(page).__name__}"))
    parent.add_child(instance=page)
    author = get_demo_user("trainer")
    revision = page.save_revision(user=author)
    revision.publish(user=author, skip_permission_checks=True)


def _name(part: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{CODE}/{part}"))


def _release(course: Course, at: datetime) -> None:
    """Approve the course with two people other than the author, and release it."""
    proposal = EditionProposal(course)
    digests = [version.digest for version in proposal.fresh]
    gates = Approval.Gate
    approvals = [
        given
        for gate, who in (
            (gates.PEER, "trainer-2"),
            (gates.SAFEGUARD, "safeguard-reviewer"),
        )
        for given in content_approvals.approve_content(
            digests, by=get_demo_user(who), gate=gate
        )
    ]
    EditionProposal(course, proposal.manifest, approvals).release(
        by=get_demo_user("trainer-2"), at=at
    )
