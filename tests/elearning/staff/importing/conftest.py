"""Two establishments of one service, two positions, and the day of the list."""

from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from tests.factories.staff import EstablishmentFactory, PostFactory
from tests.factories.staff_lists import DAY


@dataclass
class Service:
    root: Any
    east: Any
    west: Any
    guard: Any
    doctor: Any


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(f"{DAY}T09:00:00+05:00", tick=False):
        yield


@pytest.fixture
def service():
    root = EstablishmentFactory(code="root")
    return Service(
        root,
        EstablishmentFactory(code="east", parent=root),
        EstablishmentFactory(code="west", parent=root),
        PostFactory(code="guard", title_ru="инспектор", title_kk="инспектор"),
        PostFactory(code="doctor", title_ru="врач", title_kk="дәрігер"),
    )
