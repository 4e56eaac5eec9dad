"""Conversion of bundle parts to the raw data stored by blocks."""

import json
from typing import Any

from content.curriculum.bundle_keys import derive_text_key
from content.curriculum.bundle_markup import (
    MARKUP,
    Resolver,
    join_lines,
    render_rich_text,
)
from content.curriculum.bundle_questions import (
    BundleChoice,
    BundleQuestion,
    BundleRegion,
)
from content.curriculum.errors import FaultCollector
from content.curriculum.lesson_reader import LessonFile, LessonPart
from content.curriculum.scenario_reader import ScenarioFile, ScenarioNode

#: Block types in the studio that differ from the kinds in a text.
TYPES = {"key-points": "key_points", "figure": "drawing"}


class LessonBodyBuilder:
    """Builder of the blocks of one lesson file; their ids derive from the names in it."""

    def __init__(
        self,
        bundle: str,
        stem: str,
        lesson: LessonFile,
        faults: FaultCollector,
        resolve: Resolver,
    ) -> None:
        self.bundle, self.stem = bundle, stem
        self.lesson, self.faults, self.resolve = lesson, faults, resolve

    def body(self) -> str:
        """Return the body as JSON for a StreamField."""
        return json.dumps([self._block(part) for part in self.lesson.parts])

    def _block(self, part: LessonPart) -> dict[str, Any]:
        makers = {
            "text": self._text,
            "key-points": self._points,
            "example": self._titled,
            "callout": self._callout,
            "quote": self._quote,
            "table": self._table,
            "figure": self._figure,
            "check": self._check,
            "shift": self._shift,
        }
        return {
            "type": TYPES.get(part.kind, part.kind),
            "id": self._id(part.name),
            "value": makers[part.kind](part),
        }

    def _id(self, *names: str) -> str:
        return derive_text_key(self.bundle, self.stem, *names)

    def _html(self, part: LessonPart) -> str:
        path = self.lesson.path
        return render_rich_text(
            part.text, path, part.text_line, self.faults, self.resolve
        )

    def _text(self, part: LessonPart) -> dict[str, Any]:
        return {"heading": part.title, "text": self._html(part)}

    def _points(self, part: LessonPart) -> dict[str, Any]:
        return {"text": self._html(part)}

    def _titled(self, part: LessonPart) -> dict[str, Any]:
        return {"title": part.title, "text": self._html(part)}

    def _callout(self, part: LessonPart) -> dict[str, Any]:
        return self._titled(part) | {"kind": "important"}

    def _quote(self, part: LessonPart) -> dict[str, Any]:
        return {"citation": part.title, "text": join_lines(part.text)}

    def _shift(self, part: LessonPart) -> dict[str, Any]:
        return {"text": join_lines(part.text)}

    def _figure(self, part: LessonPart) -> dict[str, Any]:
        figure = self.lesson.figures.get(part.title)
        if figure is None:  # reported when the course is checked
            return {}
        language = self.lesson.language
        return {
            "drawing": figure.source,
            "words": [
                {
                    "type": "item",
                    "id": self._id(part.name, name),
                    "value": {"name": name, "text": words[language]},
                }
                for name, words in figure.texts.items()
            ],
            "alt": figure.alts[language],
            "long": figure.longs.get(language, ""),
            "caption": join_lines(part.text),
        }

    def _check(self, part: LessonPart) -> dict[str, Any]:
        if any(MARKUP.search(one.text + one.feedback) for one in part.options):
            reason = (
                "Options and feedback are plain text: leave out links and emphasis."
            )
            self.faults.add(self.lesson.path, part.line, reason)
        return {
            "question": join_lines(part.text),
            "kind": part.title,
            "options": [
                {
                    "type": "item",
                    "id": self._id(part.name, option.letter),
                    "value": {
                        "text": option.text,
                        "correct": option.correct,
                        "feedback": option.feedback,
                    },
                }
                for option in part.options
            ],
        }

    def _table(self, part: LessonPart) -> dict[str, Any]:
        if MARKUP.search(part.text):
            reason = "A table is plain text: leave out links and emphasis."
            self.faults.add(self.lesson.path, part.line, reason)
        rows = [
            [cell.strip() for cell in _bare(row).split("|")]
            for row in part.text.split("\n")
            if row.strip()
        ]
        body = [
            row for row in rows[1:] if not all(set(cell) <= set("-: ") for cell in row)
        ]
        for row in body:
            if len(row) != len(rows[0]):
                reason = "A row of the table has not as many cells as its head."
                self.faults.add(self.lesson.path, part.line, reason)
        return {
            "title": part.title,
            "head": self._cells(part, "head", rows[0]),
            "rows": [
                {
                    "type": "item",
                    "id": self._id(part.name, f"row-{number}"),
                    "value": self._cells(part, f"row-{number}", row),
                }
                for number, row in enumerate(body, start=1)
            ],
        }

    def _cells(
        self, part: LessonPart, name: str, cells: list[str]
    ) -> list[dict[str, Any]]:
        return [
            {
                "type": "item",
                "id": self._id(part.name, name, str(column)),
                "value": cell,
            }
            for column, cell in enumerate(cells, start=1)
        ]


def build_scenario_body(
    bundle: str,
    stem: str,
    scenario: ScenarioFile,
    language: str,
    faults: FaultCollector,
) -> str:
    """Return a lesson body, as JSON, with the scenario in one language."""
    path = scenario.path

    def node(one: ScenarioNode) -> dict[str, Any]:
        return {
            "name": one.name,
            "text": render_rich_text(one.texts[language], path, one.line, faults),
            "principle": one.principles.get(language, ""),
            "cites": ", ".join(one.cites),
            "choices": [
                {
                    "type": "item",
                    "id": derive_text_key(bundle, stem, one.name, choice.name),
                    "value": {
                        "text": choice.texts[language],
                        "to": choice.to,
                        "score": choice.score,
                    },
                }
                for choice in one.choices
            ],
            "ending": one.ending,
        }

    value = {
        "situation": render_rich_text(scenario.situations[language], path, 1, faults),
        "nodes": [
            {
                "type": "item",
                "id": derive_text_key(bundle, stem, one.name),
                "value": node(one),
            }
            for one in scenario.nodes
        ],
    }
    block = {
        "type": "scenario",
        "id": derive_text_key(bundle, stem, "scenario"),
        "value": value,
    }
    return json.dumps([block])


def _region(region: BundleRegion, language: str) -> dict[str, Any]:
    return {
        "label": region.labels[language],
        "correct": region.correct,
        "shape": region.shape,
        "points": " ".join(map(str, region.points)),
        "feedback": region.feedbacks.get(language, ""),
    }


def build_question_blocks(bundle: str, question: BundleQuestion, language: str) -> str:
    """Return the parts of a question, as JSON, in one language.

    The choices of an ordering question are its steps, in the right order.
    """

    def name(part: str) -> str:
        return derive_text_key(bundle, "questions", question.code, part)

    def choice(one: BundleChoice) -> dict[str, Any]:
        text = one.texts[language]
        if question.type == "ordering":
            return {"type": "step", "id": name(one.name), "value": text}
        feedback = one.feedbacks.get(language, "")
        value = {"text": text, "correct": one.correct, "feedback": feedback}
        return {"type": "choice", "id": name(one.name), "value": value}

    blocks = [choice(one) for one in question.choices]
    blocks += [
        {
            "type": "pair",
            "id": name(pair.name),
            "value": {"left": pair.left[language], "right": pair.right[language]},
        }
        for pair in question.pairs
    ]
    blocks += [
        {
            "type": "gap",
            "id": name(gap.name),
            "value": {
                "name": gap.name,
                "accepted": gap.accepted[language],
                "wrong": gap.wrong.get(language, ""),
            },
        }
        for gap in question.gaps
    ]
    blocks += [
        {
            "type": "scene",
            "id": name(scene.name),
            "value": {
                "name": scene.name,
                "text": scene.texts[language],
                "choices": [
                    {
                        "type": "item",
                        "id": derive_text_key(
                            bundle, "questions", question.code, scene.name, one.name
                        ),
                        "value": {
                            "text": one.texts[language],
                            "to": one.to,
                            "score": one.score,
                            "is_breach": one.is_breach,
                            "feedback": one.feedbacks.get(language, ""),
                        },
                    }
                    for one in scene.choices
                ],
            },
        }
        for scene in question.scenes
    ]
    blocks += [
        {"type": "region", "id": name(one.name), "value": _region(one, language)}
        for one in question.regions
    ]
    blocks += [
        {
            "type": "criterion",
            "id": name(one.name),
            "value": {"text": one.texts[language], "levels": one.levels[language]},
        }
        for one in question.criteria
    ]
    return json.dumps(blocks)


def _bare(row: str) -> str:
    return row.strip().removeprefix("|").removesuffix("|")
