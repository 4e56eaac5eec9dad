"""A film on a poor line: its size first, then captions, the sound alone or its words."""

import pytest

from tests.browser import looking, people, walking
from tests.factories import films
from tests.waiting import until

_LESSON = """
import json, tempfile
from pathlib import Path
from courses.enrolment import enrol_learner
from courses.models import Course
from elearning.staff.models import StaffMember
from tests.factories import films
from tests.factories.content import CoursePages, text_block
course = Course.objects.filter(code="FILMS").first()
if course is None:
    with tempfile.TemporaryDirectory() as folder:
        content = films.film(Path(folder) / "film.mp4", seconds=8)
    pages = CoursePages(code="FILMS", lessons=[])
    uploaded = films.document(content)
    pages.lesson("l1", [text_block("l1"), films.film_block(uploaded), text_block("end")])
    pages.release()
    course = pages.course
learner = StaffMember.objects.get(staff_number="{number}")
enrol_learner(learner, course, by=learner.user)
print(json.dumps(course.slug))
"""
_FILM = """
import json
from content.recordings.models import Recording
row = Recording.objects.filter(document__title="Қабылдау").first()
print(json.dumps(row.state if row else ""))
"""
_PLAY = """async () => {
  const film = document.querySelector("video");
  film.muted = true;
  for (const track of film.textTracks) track.mode = "showing";
  await film.play();
  const loaded = () => [...film.textTracks].every((track) => track.cues?.length);
  while (!(film.currentTime > 0.2 && loaded())) await new Promise(requestAnimationFrame);
  return [...film.textTracks].map((track) => [track.language, track.cues[0].text]);
}"""


@pytest.fixture(scope="module")
def lesson(platform):
    """Two learners and the address of a lesson whose film the worker has made light."""
    films.needs_ffmpeg()
    viewers = people.learners(platform, 2)
    for viewer in viewers:
        slug = walking.facts(platform, _LESSON.format(number=viewer["staff_number"]))
    until(
        lambda: walking.facts(platform, _FILM) == "ready",
        told=lambda: walking.facts(platform, _FILM),
    )
    return viewers, f"courses/{slug}/l1/"


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_film_is_fetched_when_it_is_played_with_captions_in_every_language(
    platform, visit, lesson, size, language
):
    viewers, path = lesson
    page = people.as_learner(
        looking.listen(visit(size, language)), platform, viewers[0]
    )
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"/{language}/{path}")
    page.wait_for_load_state("networkidle")

    assert [url for url in fetched if url.endswith((".mp4", ".m4a"))] == []
    assert looking.overflow(page) <= 0
    assert looking.faults(page, language, f"film-{size}-{language}") == []
    said = "Есік ашылады."
    assert page.evaluate(_PLAY) == [["kk", said], ["ru", said], ["en", said]]
    assert [url for url in fetched if url.endswith("film.mp4")]


def test_browser_that_saves_data_is_offered_sound_and_words_first(
    platform, visit, lesson
):
    viewers, path = lesson
    page = visit("phone", "kk", extra_http_headers={"Save-Data": "on"})
    people.as_learner(looking.listen(page), platform, viewers[1]).goto(f"/kk/{path}")

    assert page.locator("video").get_attribute("poster") is None
    assert page.locator("figure audio").is_visible()
    assert page.locator("figure .prose").is_visible()
    assert looking.faults(page, "kk", "film-saving") == []
