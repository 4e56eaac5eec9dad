"""Scenarios in lessons: played back and forth, and kept whole."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from courses.events import ScenarioDecided
from tests.content.lessons.reading import progress, url, words
from tests.events import hearing
from tests.factories.content import name

pytestmark = pytest.mark.django_db


def test_scenario_shows_the_consequence_its_principle_and_its_rule(reader):
    data = {"action": "decide", "choice": name("scenario", "n1", "a")}
    reader.post(url("s1"), data)

    page = words(reader.get(url("s1")))

    assert "Қадам n2" in page
    assert "Қағидат n2" in page
    with translation.override("kk"):
        rule = reverse("content:instrument", args=["nmr"])
    assert f'{rule}#p-36"' in page


def test_scenario_keeps_the_whole_path(reader, learner):
    with hearing(ScenarioDecided) as heard:
        for choice in (("n1", "a"), None, ("n1", "b")):
            if choice is None:
                reader.post(url("s1"), {"action": "back"})
            else:
                wanted = name("scenario", *choice)
                reader.post(url("s1"), {"action": "decide", "choice": wanted})

    path = progress(learner, "s1").notes[name("scenario")]["path"]
    assert [step.get("node", "back") for step in path] == ["n2", "back", "y"]
    decisions = [(event.node, event.correct) for event in heard]
    assert decisions == [("n2", None), ("y", True)]
    assert progress(learner, "s1").finished_at


def test_scenario_shows_the_path_walked_at_its_end(reader):
    for choice in (("n1", "a"), ("n2", "b")):
        data = {"action": "decide", "choice": name("scenario", *choice)}
        reader.post(url("s1"), data)

    page = words(reader.get(url("s1")))

    consequence = page[page.index('<section class="consequence"') :]
    walked = re.findall(r"<li>(.*?)</li>", consequence[: consequence.index("</ol>")])
    assert walked == ["Таңдау n1a", "Таңдау n2b"]


def test_scenario_choice_of_another_step_is_refused(reader, learner):
    elsewhere = name("scenario", "n2", "b")
    reader.post(url("s1"), {"action": "decide", "choice": elsewhere})

    assert progress(learner, "s1").notes == {}


def test_scenario_must_be_played_before_it_is_done(reader, learner):
    response = reader.post(url("s1"), {"action": "done"})

    assert response.url == url("s1")
    assert progress(learner, "s1").finished_at is None
