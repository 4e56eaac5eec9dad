"""A learner's journey in Kazakh, from the letter to the certificate, on a phone and at a desk."""

import pytest

from tests.browser import looking, walking
from tests.browser.journey import (
    carrying,
    entering,
    examining,
    learners,
    leaving,
    reading,
)

pytestmark = pytest.mark.journey

PLACES = {"phone": "south-n1", "desk": "east-n1"}


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_learner_walks_from_the_letter_to_the_certificate(platform, visit, enter, size):
    her = learners.arrive(platform, PLACES[size])
    page = looking.listen(visit(size, "kk"))

    entering.arrives(page, her)
    entering.activates(page, visit(size, "kk"), her)
    entering.sees_what_to_do(page)
    reading.reads_by_keyboard(page)
    reading.reads_on_a_slow_line(page)
    reading.plays_a_scenario(page, platform, her)
    reading.leaves_in_the_middle(page, her)

    own = looking.listen(visit(size, "kk"))
    carrying.takes_the_course_along(own, platform, her)
    carrying.sees_it_elsewhere(page, her)
    right = walking.right_answers(platform)
    carrying.practises(page, right)
    examining.is_told_what_is_missing(page, her)

    walking.read_lessons(page, "c1", "kk")
    examining.begins_the_exam(page, her)
    examining.answers_over_a_broken_line(page, right)
    examining.is_refused_elsewhere(page, page.context.new_page(), own)
    examining.hands_in(page, right)
    number = leaving.earns_a_certificate(page, right)
    leaving.anybody_verifies(visit(size, "kk"), page, platform, her, number)
    office = visit(size, "ru")
    enter(office, "ministry-hr", "ru")
    leaving.takes_her_data_and_leaves(page, office, her, number)
    leaving.is_told_to_other_systems(platform, her)
