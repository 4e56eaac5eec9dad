"""Reader for one language of a lesson: front matter, headings and ::: blocks."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from content.curriculum.bundle_figures import BundleFigure
from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, parse_yaml

KINDS = (
    *("text", "quote", "example", "callout", "table", "figure"),
    *("key-points", "check", "shift"),
)
CHECK_KINDS = ("single", "multiple", "truefalse")
FRONT_KEYS = ("title", "summary", "minutes", "outcomes", "cites")
SUMMARY_LENGTH = 160

_HEADING = re.compile(r"## (?P<title>.+?)\s*\{#(?P<name>[^}]*)\}\s*$")
_OPEN = re.compile(r"::: (?P<kind>[a-z-]+) \{#(?P<name>[^}]*)\}(?P<rest>.*)$")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_OPTION = re.compile(r"- \[(?P<mark>[ x])\] (?P<letter>[a-z])\) (?P<text>.+)$")
_NOTE = re.compile(r"\s+> (?P<text>.+)$")


@dataclass
class SelfCheckOption:
    """One option of a self-check."""

    letter: str
    text: str
    correct: bool
    feedback: str = ""
    line: int = 0


@dataclass
class LessonPart:
    """One block of a lesson as written."""

    kind: str
    name: str
    line: int
    title: str = ""
    lines: list[str] = field(default_factory=list)
    options: list[SelfCheckOption] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def text_line(self) -> int:
        """The line of the file on which the text starts."""
        blank = next((i for i, row in enumerate(self.lines) if row.strip()), 0)
        return self.line + 1 + blank if self.name != "lead" else self.line + blank

    @property
    def shape(self) -> tuple[str, str, str, tuple[tuple[str, bool], ...]]:
        """The structure of the block that must be the same in every language."""
        options = tuple(sorted((one.letter, one.correct) for one in self.options))
        shown = self.title if self.kind == "figure" else ""
        return self.kind, self.name, shown, options


@dataclass
class LessonFile:
    """One language of a lesson."""

    path: Path
    title: str = ""
    summary: str = ""
    minutes: int = 0
    outcomes: list[int] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    cites_line: int = 1
    parts: list[LessonPart] = field(default_factory=list)
    figures: dict[str, BundleFigure] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.path.stem.rpartition(".")[2]

    @property
    def shown(self) -> list[LessonPart]:
        """The blocks that show a figure."""
        return [part for part in self.parts if part.kind == "figure"]


def read_lesson(path: Path, faults: FaultCollector) -> LessonFile | None:
    """Return the lesson in ``path``, or ``None`` where it has no front matter."""
    split = split_front_matter(path, faults)
    if split is None:
        return None
    front, lines, start = split
    lesson = LessonFile(path)
    front.only(*FRONT_KEYS)
    lesson.title = front.text("title")
    lesson.summary = front.text("summary")
    lesson.minutes = front.integer("minutes")
    lesson.outcomes = front.integers("outcomes")
    lesson.cites = front.strings("cites")
    cites = front.find("cites")
    lesson.cites_line = cites.line if cites else 1
    if len(lesson.summary) > SUMMARY_LENGTH:
        found = front.find("summary")
        reason = f"The summary has more than {SUMMARY_LENGTH} characters."
        faults.add(path, found.line if found else 1, reason)
    lesson.parts = _parts(lines, start, path, faults)
    for part in lesson.parts:
        if part.kind == "check":
            _read_check(part, path, faults)
    return lesson


def split_front_matter(
    path: Path, faults: FaultCollector
) -> tuple[YamlItem, list[str], int] | None:
    """Return the front matter, the lines after it and the number of the first such line."""
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, 1, f"The file cannot be read: {error}.")
        return None
    if any(row.endswith("\r") for row in lines):
        faults.add(path, 1, "Lines must end as on Unix.")
        lines = [row.rstrip("\r") for row in lines]
    if lines[0] != "---" or "---" not in lines[1:]:
        faults.add(path, 1, "The file must start with a front matter between ---.")
        return None
    end = lines.index("---", 1)
    front = parse_yaml("\n".join(lines[1:end]), path, faults, offset=1)
    return (front, lines[end + 1 :], end + 2) if front else None


def _parts(
    lines: list[str], start: int, path: Path, faults: FaultCollector
) -> list[LessonPart]:
    parts = [LessonPart("text", "lead", start)]
    inside = False
    for number, row in enumerate(lines, start=start):
        if row.startswith(":::"):
            inside = _fence(parts, row, number, path, faults, inside=inside)
        elif row.startswith("## ") and not inside:
            parts.append(_headed(row, number, path, faults))
        elif inside or parts[-1].kind == "text":
            parts[-1].lines.append(row)
        elif row.strip():
            reason = "Text after a block needs a ## heading or ::: text {#name}."
            faults.add(path, number, reason)
    if inside:
        faults.add(path, parts[-1].line, "This block is not closed with :::.")
    _judge_parts(parts, start, path, faults)
    return parts


def _fence(
    parts: list[LessonPart],
    row: str,
    number: int,
    path: Path,
    faults: FaultCollector,
    *,
    inside: bool,
) -> bool:
    """Open or close a block at a line of ``:::``; tell whether one is open now."""
    if row.strip() == ":::":
        if not inside:
            faults.add(path, number, "This ::: closes nothing.")
        return False
    if inside:
        faults.add(path, number, "The block before is not closed with :::.")
    parts.append(_opened(row, number, path, faults))
    return True


def _headed(row: str, number: int, path: Path, faults: FaultCollector) -> LessonPart:
    found = _HEADING.match(row)
    if found is None:
        faults.add(path, number, "A heading carries its name: ## Title {#name}.")
        return LessonPart("text", f"line-{number}", number, row[3:])
    _demand_name(found["name"], number, path, faults)
    return LessonPart("text", found["name"], number, found["title"])


def _opened(row: str, number: int, path: Path, faults: FaultCollector) -> LessonPart:
    found = _OPEN.match(row)
    if found is None:
        faults.add(path, number, "A block opens with ::: kind {#name}.")
        return LessonPart("text", f"line-{number}", number)
    if found["kind"] not in KINDS:
        reason = f"“{found['kind']}” is no kind of block. Known: {', '.join(KINDS)}."
        faults.add(path, number, reason)
    _demand_name(found["name"], number, path, faults)
    return LessonPart(found["kind"], found["name"], number, found["rest"].strip())


def _demand_name(name: str, number: int, path: Path, faults: FaultCollector) -> None:
    if not _NAME.fullmatch(name):
        reason = f"“{name}” is not a name: use a-z, 0-9 and hyphens."
        faults.add(path, number, reason)


def _judge_parts(
    parts: list[LessonPart], start: int, path: Path, faults: FaultCollector
) -> None:
    if not parts[0].text:
        faults.add(path, start, "The lesson has no lead before its first heading.")
    seen: set[str] = set()
    for part in parts:
        if part.name in seen:
            faults.add(path, part.line, f"The name “{part.name}” stands twice.")
        seen.add(part.name)
        if part.kind in ("quote", "example", "callout", "table") and not part.title:
            faults.add(path, part.line, f"A {part.kind} needs words after its name.")
        if part.kind == "figure" and not _NAME.fullmatch(part.title):
            reason = "A figure opens with ::: figure {#name} and the name of its file."
            faults.add(path, part.line, reason)
        if not part.text:
            faults.add(path, part.line, "This block is empty.")


def _read_check(part: LessonPart, path: Path, faults: FaultCollector) -> None:
    kind, question, lines = part.title, [], part.lines
    for number, row in enumerate(lines, start=part.line + 1):
        if found := _OPTION.match(row):
            right = found["mark"] == "x"
            part.options.append(
                SelfCheckOption(found["letter"], found["text"], right, "", number)
            )
        elif (found := _NOTE.match(row)) and part.options:
            last = part.options[-1]
            last.feedback = f"{last.feedback} {found['text']}".strip()
        elif row.strip() and part.options:
            part.options[-1].text += f" {row.strip()}"
        elif row.strip():
            question.append(row)
    part.lines = question
    _judge_check(part, kind, path, faults)


def _judge_check(
    part: LessonPart, kind: str, path: Path, faults: FaultCollector
) -> None:
    right = sum(option.correct for option in part.options)
    letters = [option.letter for option in part.options]
    wrong = {
        f"A check is one of: {', '.join(CHECK_KINDS)}.": kind not in CHECK_KINDS,
        "The check has no question.": not part.lines,
        "A check needs at least two options.": len(letters) <= 1,
        f"A {kind} check cannot have {right} right options.": not right
        or (kind != "multiple" and right > 1),
        "Two options have the same letter.": len(set(letters)) < len(letters),
        "A true or false check has the options a) and b).": kind == "truefalse"
        and sorted(letters) != ["a", "b"],
    }
    for reason, is_so in wrong.items():
        if is_so:
            faults.add(path, part.line, reason)
    for option in part.options:
        if not option.feedback:
            faults.add(path, option.line, f"Option {option.letter}) has no feedback.")
