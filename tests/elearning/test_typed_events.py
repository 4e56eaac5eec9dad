from dataclasses import dataclass

import pytest

from elearning.typed_events import AnsweredEvent, Event
from tests.events import hearing, received_by


@dataclass(frozen=True)
class GateOpened(Event):
    gate: str


@dataclass(frozen=True)
class GateAsked(AnsweredEvent[bool]):
    gate: str


def test_receivers_hear_the_whole_event_in_their_order():
    order = []

    with (
        received_by(lambda event: order.append(("first", event)), GateOpened),
        received_by(lambda event: order.append(("second", event)), GateOpened),
        hearing(GateAsked) as others,
    ):
        GateOpened("east").send()

    east = GateOpened("east")
    assert (order, others) == ([("first", east), ("second", east)], [])


def test_question_comes_back_with_each_answer():
    def is_open(event):
        return event.gate == "east"

    with received_by(is_open, GateAsked):
        assert (GateAsked("east").send(), GateAsked("west").send()) == ([True], [False])
    assert GateAsked("east").send() == []


def test_what_a_receiver_raises_stops_the_sender():
    def refuse(event):
        raise ValueError(event.gate)

    with (
        received_by(refuse, GateOpened),
        hearing(GateOpened) as later,
        pytest.raises(ValueError, match="east"),
    ):
        GateOpened("east").send()
    assert later == []
