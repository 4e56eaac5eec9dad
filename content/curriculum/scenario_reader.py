"""Reader for branching scenarios."""

from dataclasses import dataclass, field
from pathlib import Path

from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, read_yaml
from courses.scenarios import Scenario, ScenarioTransition

ENDINGS = ("good", "fair", "poor")
KEYS = (
    "title",
    "summary",
    "minutes",
    "outcomes",
    "cites",
    "situation",
    "start",
    "nodes",
)
NODE_KEYS = ("id", "text", "principle", "cites", "choices", "ending")
#: Keys of a choice, and its keys if it is marked in an exam.
CHOICE_KEYS = ("id", "text", "to", "score")
MARKED_KEYS = (*CHOICE_KEYS, "breach", "feedback")


@dataclass
class ScenarioChoice:
    """One choice and its target; exam choices also have ``is_breach`` and ``feedbacks``."""

    name: str
    texts: dict[str, str]
    to: str
    score: int
    line: int
    is_breach: bool = False
    feedbacks: dict[str, str] = field(default_factory=dict)


@dataclass
class QuestionScene:
    """One step of a scenario question."""

    name: str
    texts: dict[str, str]
    choices: list[ScenarioChoice]


@dataclass
class ScenarioNode:
    """One step of a scenario."""

    name: str
    texts: dict[str, str]
    principles: dict[str, str]
    cites: list[str]
    choices: list[ScenarioChoice]
    ending: str
    line: int


@dataclass
class ScenarioFile:
    """A scenario, in all languages."""

    path: Path
    titles: dict[str, str]
    summaries: dict[str, str]
    minutes: int
    outcomes: list[int]
    cites: list[str]
    situations: dict[str, str]
    nodes: list[ScenarioNode] = field(default_factory=list)

    @property
    def all_cites(self) -> list[str]:
        return [*self.cites, *(code for node in self.nodes for code in node.cites)]


def read_scenario(path: Path, faults: FaultCollector) -> ScenarioFile | None:
    """Return the scenario in ``path`` with its start node first."""
    top = read_yaml(path, faults)
    if top is None:
        return None
    top.only(*KEYS)
    scenario = ScenarioFile(
        path=path,
        titles=top.texts("title"),
        summaries=top.texts("summary"),
        minutes=top.integer("minutes"),
        outcomes=top.integers("outcomes"),
        cites=top.strings("cites"),
        situations=top.texts("situation"),
        nodes=[_node(item) for item in top.list_of("nodes")],
    )
    start = top.text("start")
    _judge(scenario, start, top)
    scenario.nodes.sort(key=lambda node: node.name != start)
    return scenario


def read_scene(item: YamlItem) -> QuestionScene:
    """Return one step of a scenario question of the bank."""
    item.only("id", "text", "choices")
    choices = [_marked(one) for one in item.list_of("choices")]
    return QuestionScene(item.name("id"), item.texts("text"), choices)


def _marked(item: YamlItem) -> ScenarioChoice:
    item.only(*MARKED_KEYS)
    return ScenarioChoice(
        name=item.name("id"),
        texts=item.texts("text"),
        to=item.name("to") if item.find("to") else "",
        score=item.integer("score", 0),
        line=item.line,
        is_breach=item.boolean("breach"),
        feedbacks=item.maybe_texts("feedback"),
    )


def _node(item: YamlItem) -> ScenarioNode:
    item.only(*NODE_KEYS)
    ending = item.text("ending", "")
    choices = [_decision(one) for one in item.list_of("choices", needed=False)]
    if ending and ending not in ENDINGS:
        item.fail(f"An ending is one of: {', '.join(ENDINGS)}.")
    if not choices and not ending:
        item.fail("A node without choices must have an ending.")
    return ScenarioNode(
        name=item.name("id"),
        texts=item.texts("text"),
        principles=item.maybe_texts("principle"),
        cites=item.strings("cites", needed=False),
        choices=choices,
        ending=ending,
        line=item.line,
    )


def _decision(item: YamlItem) -> ScenarioChoice:
    item.only(*CHOICE_KEYS)
    return ScenarioChoice(
        name=item.name("id"),
        texts=item.texts("text"),
        to=item.name("to"),
        score=item.integer("score", 0),
        line=item.line,
    )


def _judge(scenario: ScenarioFile, start: str, top: YamlItem) -> None:
    nodes = {node.name: node for node in scenario.nodes}
    if len(nodes) < len(scenario.nodes):
        top.fail("Two nodes have the same id.")
    if start not in nodes:
        top.fail(f"“start” names {start}, which is no node.")
        return
    for choice in (one for node in scenario.nodes for one in node.choices):
        if choice.to not in nodes:
            reason = f"Choice {choice.name} leads to {choice.to}, which is no node."
            top.faults.add(scenario.path, choice.line, reason)
    _judge_ways(scenario, nodes, start, top.faults)


def _judge_ways(
    scenario: ScenarioFile,
    nodes: dict[str, ScenarioNode],
    start: str,
    faults: FaultCollector,
) -> None:
    ways = tuple(
        ScenarioTransition(name, choice.name, choice.to)
        for name, node in nodes.items()
        for choice in node.choices
    )
    endings = frozenset(name for name, node in nodes.items() if node.ending)
    names = sorted(nodes, key=lambda name: name != start)
    graph = Scenario(tuple(names), ways, endings)
    for name in sorted(graph.unreachable()):
        reason = f"Node {name} is not reachable from {start}."
        faults.add(scenario.path, nodes[name].line, reason)
    for name in graph.endless():
        reason = f"No ending is reachable from node {name}."
        faults.add(scenario.path, nodes[name].line, reason)
