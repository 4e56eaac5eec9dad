"""Branching scenarios, in which each choice decides the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.branching.scenario_plan import (
    ScenarioPlan,
    build_scenario_plan,
)
from courses.assessment.kinds.question_form import (
    QuestionField,
    QuestionForm,
    build_options,
    get_served_name,
)
from courses.assessment.kinds.question_type import (
    JOINT,
    NOTHING,
    PAIRED,
    PICK,
    AnswerFormatError,
    AnswerKeyError,
    Body,
    Given,
    Key,
    QuestionType,
    ScoredPart,
    Sent,
    Shuffler,
    Text,
    XapiInteraction,
    compute_share,
    list_components,
    list_part_ids,
    read_single_value,
    shuffle_ids,
)
from courses.scenarios import END, Scenario, ScenarioTransition, UnknownChoiceError

_FEWEST = 2
#: The maximum of steps in a scenario, and of best paths reported to xAPI.
_MOST_STEPS, _MOST_PATTERNS = 40, 20


@dataclass(frozen=True)
class ScenarioPlanForm(QuestionForm):
    """The form of a whole scenario, as its authors see it."""

    plan: ScenarioPlan | None = None


class BranchingType(QuestionType):
    """A scenario: steps with choices, each leading to another step or to the end.

    Words: ``steps``, a list of ``{"id", "text", "choices"}``, starting with the first
    step, each choice being ``{"id", "text", "feedback", "to"}`` (``to`` is empty where
    the scenario ends). Key: ``start``, and ``ways``, a list of ``{"step", "choice",
    "to", "points"}``, with ``"is_breach": true`` for what must never be done. Where a
    choice leads is stored in both, since the words show the next step and the key marks
    it.

    An answer is the path: a list of pairs of step and choice. It only ever grows: a
    step once taken stays. Otherwise candidates could look behind each choice before
    making it, and the next step reveals what the last choice was worth.

    With credit for parts, a path is worth its points as a share of those of the best
    path. A path that has not come to an end is worth nothing, or stopping early would
    avoid steps that cost points. A path with a breach is worth nothing, whatever its
    points.
    """

    name = "branching"
    label = gettext_lazy("Branching scenario")
    xapi_type = "performance"
    has_parts = True
    only_grows = True
    is_for_practice = False

    def order(self, text: Text, chance: Shuffler) -> Any:
        return {
            step["id"]: shuffle_ids(list_part_ids(step, "choices"), chance)
            for step in text["steps"]
        }

    def read(self, text: Text, sent: Sent) -> Given:
        """Return the path in what was sent: the steps taken, and the new choice."""
        scenario = build_scenario(text)
        fields = {name: format_step_field(name) for name in scenario.steps}
        strange = {name for name in sent if name.startswith("step-")}
        path: list[ScenarioTransition] = []
        while field := fields.get(scenario.reached(path)):
            strange.discard(field)
            choice = read_single_value(sent, field)
            if not choice:
                break
            path = self._further(scenario, path, choice)
        if strange:
            raise AnswerFormatError("step")
        if pick := read_single_value(sent, PICK):
            path = self._further(scenario, path, pick)
        return [[way.step, way.choice] for way in path] or None

    def form(self, given: Given) -> Sent:
        return {format_step_field(step): [choice] for step, choice in given or []}

    def grown(self, before: Given, given: Given) -> Given:
        """Return the longer path; raises ``AnswerFormatError`` for a changed start."""
        taken, now = before or [], given or []
        if now[: len(taken)] == taken:
            return now or None
        if taken[: len(now)] == now:
            return before
        raise AnswerFormatError("taken")

    def is_whole(self, text: Text, given: Given) -> bool:
        """Return whether the path has come to an end."""
        return bool(given) and has_path_ended(build_scenario(text), given)

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        """Return the steps taken so far, each with its choice, and the open step."""
        scenario = build_scenario(text)
        steps = {one["id"]: one for one in text["steps"]}
        step, fields = scenario.start, list[QuestionField]()
        while step in steps and (
            taken := "".join(sent.get(format_step_field(step), ()))
        ):
            way = scenario.way(step, taken)
            if way is None:
                break
            fields.append(
                QuestionField(
                    format_step_field(step),
                    steps[step]["text"],
                    value=taken,
                    options=build_options(steps[step]["choices"], [taken], [taken]),
                    served_as=format_step_field(get_served_name(steps[step])),
                )
            )
            step = way.to
        if step in steps:
            choices = build_options(
                steps[step]["choices"], order[step], sent.get(PICK, ())
            )
            fields.append(QuestionField(PICK, steps[step]["text"], options=choices))
        hint = _(
            "Work through the steps to the end. You cannot go back once you "
            "have taken a step. An unfinished scenario counts as not "
            "answered."
        )
        if counts_parts:
            hint = _(
                "Work through the steps to the end. You cannot go back once you "
                "have taken a step. Better steps earn more points. An unfinished "
                "scenario counts as not answered."
            )
        return QuestionForm("branching", hint, tuple(fields), unfolds=True)

    def build_plan_form(self, text: Text, key: Key) -> QuestionForm:
        """Return every step with its choices, with a best path selected."""
        sent = self.form(self.solution(key))
        fields = tuple(
            QuestionField(
                format_step_field(step["id"]),
                step["text"],
                options=build_options(
                    step["choices"],
                    list_part_ids(step, "choices"),
                    sent.get(format_step_field(step["id"]), ()),
                ),
            )
            for step in text["steps"]
        )
        plan = build_scenario_plan(
            text, build_scenario(text), build_scored_scenario(key)
        )
        return ScenarioPlanForm("branching_plan", "", fields, plan=plan)

    def explain(self, error: AnswerFormatError) -> str:
        if error.field == "taken":
            return _(
                "You cannot change a step once you have taken it. See below "
                "where it led, and continue from there."
            )
        if error.field != PICK and not error.field.startswith("step"):
            return ""
        return _(
            "These steps do not follow one another in the scenario. Load the page "
            "again and go on with the step it shows."
        )

    def solution(self, key: Key) -> Given:
        best = next(build_scored_scenario(key).best_paths(), [])
        return [[way.step, way.choice] for way in best]

    def earners(self, text: Text) -> list[ScoredPart]:
        return [
            ScoredPart(
                format_choice_id(step["id"], choice["id"]), step["text"], choice["text"]
            )
            for step in text["steps"]
            for choice in step["choices"]
        ]

    def points(self, key: Key) -> Mapping[str, int | None]:
        return {
            format_choice_id(way["step"], way["choice"]): (
                None if way.get("is_breach") else way["points"]
            )
            for way in key["ways"]
        }

    def repointed(self, key: Key, points: Mapping[str, int | None]) -> Key:
        ways = [
            _pointed(way, points[format_choice_id(way["step"], way["choice"])])
            for way in key["ways"]
        ]
        return {**key, "ways": ways}

    def share(self, key: Key, given: Given) -> Decimal:
        scenario = build_scored_scenario(key)
        path = scenario.walk(choice for _step, choice in given)
        if scenario.reached(path) != END or any(way.is_breach for way in path):
            return NOTHING
        return compute_share(sum(way.points for way in path), scenario.best() or 0)

    def verdicts(self, key: Key, given: Given) -> Mapping[str, bool]:
        """Return, for each choice taken, whether its step had no better one."""
        scenario = build_scored_scenario(key)
        path = scenario.walk(choice for _step, choice in given)
        return {way.choice: scenario.is_best(way) for way in path}

    def interaction(self, body: Body, key: Key) -> XapiInteraction:
        """Return a performance interaction whose patterns are the best paths."""
        steps = list_components(body, "steps")
        best = islice(build_scored_scenario(key).best_paths(), _MOST_PATTERNS)
        patterns = [
            self.response(body, [[way.step, way.choice] for way in path])
            for path in best
        ]
        return XapiInteraction(self.xapi_type, patterns, {"steps": steps})

    def response(self, body: Body, given: Given) -> str:
        return JOINT.join(PAIRED.join(pair) for pair in given)

    def check(self, text: Text, key: Key) -> None:
        scenario = build_scenario(text)
        _check_steps(scenario)
        _check_ways(scenario)
        marked = build_scored_scenario(key)
        if _plain(marked) != _plain(scenario):
            raise AnswerKeyError(
                _("Steps and choices have to be the same in every language.")
            )
        if not (marked.best() or 0) > 0:
            raise AnswerKeyError(
                _(
                    "No path earns points. Give points to the choices on the best "
                    "path. None of them may be a choice that must never be made."
                )
            )

    def _further(
        self, scenario: Scenario, path: list[ScenarioTransition], choice: str
    ) -> list[ScenarioTransition]:
        way = scenario.way(scenario.reached(path), choice)
        if way is None:
            raise AnswerFormatError("step")
        return [*path, way]


def format_step_field(step: str) -> str:
    """Return the name of the form field of a step that was taken."""
    return f"step-{step}"


def format_choice_id(step: str, choice: str) -> str:
    """Return the name under which a choice of a step earns points."""
    return f"{step}/{choice}"


def build_scenario(text: Text) -> Scenario:
    """Return the scenario in the words of a question, without its points."""
    return Scenario.of(
        list_part_ids(text, "steps"),
        (
            ScenarioTransition(step["id"], choice["id"], choice["to"])
            for step in text["steps"]
            for choice in step["choices"]
        ),
    )


def build_scored_scenario(key: Key) -> Scenario:
    """Return the scenario in a key, with its points."""
    ways = [
        ScenarioTransition(
            way["step"],
            way["choice"],
            way["to"],
            way["points"],
            bool(way.get("is_breach")),
        )
        for way in key["ways"]
    ]
    return Scenario.of(dict.fromkeys([key["start"], *(way.step for way in ways)]), ways)


def has_path_ended(scenario: Scenario, given: Given) -> bool:
    """Return whether a stored path has come to an end."""
    try:
        return scenario.reached(scenario.walk(pair[1] for pair in given)) == END
    except UnknownChoiceError:
        return False


def _pointed(way: Mapping[str, Any], points: int | None) -> dict[str, Any]:
    """Return a way of a key with other points; ``None`` makes it a breach."""
    kept = {name: value for name, value in way.items() if name != "is_breach"}
    if points is None:
        return kept | {"is_breach": True}
    return kept | {"points": points}


def _check_steps(scenario: Scenario) -> None:
    steps = scenario.steps
    if not steps:
        raise AnswerKeyError(_("Give at least one step."))
    if len(steps) > _MOST_STEPS:
        raise AnswerKeyError(
            _("Use at most %(n)s steps: nobody can keep track of more.")
            % {"n": _MOST_STEPS}
        )
    if twice := next((step for step in steps if steps.count(step) > 1), None):
        raise AnswerKeyError(
            _("Two steps are called %(step)s. Give each its own name.")
            % {"step": twice}
        )
    for step in steps:
        if len(scenario.ways_from(step)) < _FEWEST:
            raise AnswerKeyError(
                _("Step %(step)s has fewer than two choices. Give it at least two.")
                % {"step": step}
            )


def _check_ways(scenario: Scenario) -> None:
    if lost := scenario.lost_ways():
        raise AnswerKeyError(
            _("Step %(name)s leads to %(target)s, which does not exist.")
            % {"name": lost[0].step, "target": lost[0].to}
        )
    if looping := scenario.looping():
        raise AnswerKeyError(
            _(
                "Step %(step)s can come up again after it has been left. In an "
                "exam, a scenario only goes forward: lead its choices to later "
                "steps or to the end."
            )
            % {"step": looping[0]}
        )
    if unreachable := scenario.unreachable():
        raise AnswerKeyError(
            _("No choice leads to step %(step)s. Lead one there, or remove the step.")
            % {"step": unreachable[0]}
        )


def _plain(scenario: Scenario) -> tuple[str, Mapping[tuple[str, str], str]]:
    """Return the start and where each choice leads, which words and key share."""
    ways = {(way.step, way.choice): way.to for way in scenario.ways}
    return scenario.start, ways
