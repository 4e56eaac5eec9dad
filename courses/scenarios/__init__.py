"""Branching scenarios: the one engine behind those of lessons and those of exams.

Plain Python over plain data. A scenario is steps and the ways between them; whether it
is played to learn from, back and forth, or once and for marks, is for who calls it.
"""

from courses.scenarios.mapping import Arrow, Box, Map, letter_of, map_of
from courses.scenarios.scenario import END, Scenario, StrayError, Way
from courses.scenarios.standing import Stand, stand

__all__ = [
    "END",
    "Arrow",
    "Box",
    "Map",
    "Scenario",
    "Stand",
    "StrayError",
    "Way",
    "letter_of",
    "map_of",
    "stand",
]
