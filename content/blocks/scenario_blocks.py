"""The branching scenario: choices, their consequences and legal basis."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from content.blocks.citation_fields import add_citation_chooser
from content.blocks.text_blocks import PRACTISE, SMALL_FEATURES, build_citations_block
from courses.scenarios import (
    Scenario,
    ScenarioMap,
    ScenarioTransition,
    build_scenario_map,
    find_scenario_position,
)

GOOD, FAIR, POOR = "good", "fair", "poor"


class DecisionBlock(blocks.StructBlock):
    """One choice and its target."""

    text = blocks.TextBlock(label=_("Text"), rows=2)
    to = blocks.CharBlock(
        label=_("Leads to"), max_length=40, help_text=_("The name of a step.")
    )
    score = blocks.IntegerBlock(
        label=pgettext_lazy("score", "Points"), default=0, required=False
    )

    class Meta:
        label = _("Choice")
        icon = "arrow-right"


class CitedDecisionBlock(DecisionBlock):
    """One choice in a lesson, with the legal basis of its consequence."""

    cites = build_citations_block()

    class Meta:
        label = _("Choice")
        icon = "arrow-right"


class NamedStepBlock(blocks.StructBlock):
    """Base of steps in lessons and exams: a name that choices lead to."""

    name = blocks.CharBlock(
        label=_("Name"),
        max_length=40,
        help_text=_("Short, in Latin letters, the same in every language: n1, n2a."),
    )


class ScenarioNodeBlock(NamedStepBlock):
    """One step: the consequence of the last choice, and the next choices."""

    text = blocks.RichTextBlock(label=_("Text"), features=SMALL_FEATURES)
    principle = blocks.TextBlock(label=_("Principle"), required=False, rows=2)
    cites = add_citation_chooser(
        blocks.CharBlock(
            label=_("Legal basis"),
            required=False,
            max_length=120,
            help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
        )
    )
    choices = blocks.ListBlock(CitedDecisionBlock(), label=_("Choices"), default=[])
    ending = blocks.ChoiceBlock(
        label=_("Ending"),
        required=False,
        choices=[(GOOD, _("Good")), (FAIR, _("Fair")), (POOR, _("Poor"))],
        help_text=_("A step without choices must have one."),
    )

    class Meta:
        label = _("Step")
        icon = "decimal"


@dataclass
class ScenarioPlay:
    """A scenario as played by one learner so far."""

    node: dict[str, Any]
    chosen: str = ""
    cites: str = ""
    steps: int = 0
    score: int = 0
    trail: list[str] = field(default_factory=list)

    @property
    def is_at_start(self) -> bool:
        return not self.steps

    @property
    def has_ended(self) -> bool:
        return bool(self.node["ending"])


@dataclass
class UnfoldedChoice:
    """A choice with its step and id, and the state shown after it."""

    step: str
    choice: str
    play: ScenarioPlay
    decisions: list[dict[str, str]]


class ScenarioValue(blocks.StructValue):
    """A stored scenario, with methods for views."""

    @property
    def nodes_by_name(self) -> dict[str, Any]:
        return {node["name"]: node for node in self["nodes"]}

    @property
    def scenario(self) -> Scenario:
        """The steps and transitions."""
        ways = tuple(
            ScenarioTransition(
                node["name"], item.id, item.value["to"], item.value["score"] or 0
            )
            for node in self["nodes"]
            for item in node["choices"].bound_blocks
        )
        names = tuple(node["name"] for node in self["nodes"])
        endings = (node["name"] for node in self["nodes"] if node["ending"])
        return Scenario(names, ways, frozenset(endings))

    @property
    def map(self) -> ScenarioMap:
        """The map of the scenario."""
        return build_scenario_map(self.scenario)

    def decision(self, node: str, choice: str) -> Any:
        """Return the choice with that id of ``node``, or ``None``."""
        found = self.nodes_by_name.get(node)
        bound = found["choices"].bound_blocks if found else ()
        return next((item.value for item in bound if item.id == choice), None)

    def play(self, path: Sequence[dict[str, Any]]) -> ScenarioPlay:
        """Follow ``path`` and return the position reached (see ``find_scenario_position``)."""
        reached = find_scenario_position(self.scenario, path)
        trail = [self._words(node, choice) for node, choice in reached.taken]
        last = self.decision(*reached.taken[-1]) if reached.taken else None
        return ScenarioPlay(
            node=self.nodes_by_name[reached.step],
            chosen=trail[-1] if trail else "",
            cites=(last or {}).get("cites") or "",
            steps=len(trail),
            trail=trail,
        )

    def unfolded(self, seed: str) -> list[UnfoldedChoice]:
        """Return the state after each choice, for devices that play without a server.

        Choices are shuffled by ``seed``. The trail is empty: the device fills it in.
        """
        return [
            UnfoldedChoice(
                way.step,
                way.choice,
                ScenarioPlay(
                    node=self.nodes_by_name[way.to],
                    chosen=self._words(way.step, way.choice),
                    cites=(self.decision(way.step, way.choice) or {}).get("cites")
                    or "",
                    steps=2,
                ),
                self.decisions(way.to, seed),
            )
            for way in self.scenario.ways
            if way.to in self.nodes_by_name
        ]

    def decisions(self, node: str, seed: str) -> list[dict[str, str]]:
        """Return the choices of ``node``, shuffled by ``seed``; as written without one.

        The order must not reveal the right choice (curriculum B.0, delivery notes).
        """
        bound = self.nodes_by_name[node]["choices"].bound_blocks
        decisions = [{"id": item.id, "text": item.value["text"]} for item in bound]
        if seed:
            Random(f"{seed} {node}").shuffle(decisions)  # noqa: S311 — no secret
        return decisions

    def _words(self, node: str, choice: str) -> str:
        decision = self.decision(node, choice)
        return str(decision["text"]) if decision else ""


class ScenarioBlock(blocks.StructBlock):
    """A situation played step by step."""

    situation = blocks.RichTextBlock(
        label=_("Situation"),
        features=SMALL_FEATURES,
        help_text=_("What has happened before the first choice."),
    )
    nodes = blocks.ListBlock(
        ScenarioNodeBlock(),
        label=_("Steps"),
        min_num=2,
        help_text=_("The first one is where the learner starts."),
    )

    class Meta:
        label = _("Scenario")
        icon = "site"
        group = PRACTISE
        template = "content/blocks/scenario.html"
        value_class = ScenarioValue
        description = _("Choices, their consequences and the rule they rest on.")
        preview_value = {
            "situation": "<p>Түнгі сағат екі. Камерадан айқай естіледі.</p>",
            "nodes": [
                {
                    "name": "n1",
                    "text": "<p>Сіз не істейсіз?</p>",
                    "principle": "",
                    "cites": "",
                    "choices": [
                        {
                            "text": "Көмек шақырамын.",
                            "to": "y",
                            "score": 1,
                        },
                        {"text": "Таңға дейін күтемін.", "to": "y", "score": 0},
                    ],
                    "ending": "",
                },
                {
                    "name": "y",
                    "text": "<p>Дәрігер уақытында жетті.</p>",
                    "principle": "Өмірді қорғау бірінші кезекте.",
                    "cites": "NMR 27",
                    "choices": [],
                    "ending": "good",
                },
            ],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if faults := _faults(cleaned):
            raise blocks.StructBlockValidationError(non_block_errors=faults)
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the learner’s position and, on device pages, the state after each choice.

        Each learner has their own order of choices, the same on every visit; a device
        page has one order for all.
        """
        context = super().get_context(value, parent_context)
        block = context.get("block_id", "")
        play = value.play((context.get("notes") or {}).get(block, {}).get("path", ()))
        enrolment = getattr(context.get("reader"), "enrolment", None)
        seed = str(enrolment.key) if enrolment is not None else ""
        if context.get("is_kept"):
            seed = block
            context["unfolded"] = value.unfolded(seed)
        context["play"] = play
        context["decisions"] = value.decisions(play.node["name"], seed)
        return context


def _faults(value: Any) -> list[Any]:
    scenario: Scenario = value.scenario
    faults: list[Any] = []
    if len(set(scenario.steps)) < len(scenario.steps):
        faults.append(_("Two steps have the same name. Give each its own."))
    for node in value["nodes"]:
        name = {"name": node["name"]}
        if not node["choices"] and not node["ending"]:
            faults.append(_("Step %(name)s has neither choices nor an ending.") % name)
    faults.extend(
        _("Step %(name)s leads to %(target)s, which does not exist.")
        % {"name": step, "target": target}
        for step, target in sorted({(way.step, way.to) for way in scenario.lost_ways()})
    )
    return faults
