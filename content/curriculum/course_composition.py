"""Composition of courses from parts of other courses.

The text exists once, in its source. A composed course has pages, units and questions of
its own on the platform; their names derive from its own bundle, so they never collide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from content.curriculum.bundle_contents import BundleModule, CourseBundle
from content.curriculum.bundle_questions import BundleQuestion
from content.curriculum.yaml_items import YamlItem

#: Names for the parts of a bundle with its titles and with its question bank.
COURSE, BANK = "course", "questions"
#: How to name a bundle, or a part of one, to take from it.
WRITTEN = {
    False: "Write the folder of the course: c2.",
    True: "Write what is taken as course/part: c2/m2, c2/l2-1, c2/3.",
}


def compose_course(
    bundle: CourseBundle, top: YamlItem, courses: Mapping[str, CourseBundle]
) -> None:
    """Add the outcomes, modules and questions that ``bundle`` takes from ``courses``.

    ``top`` is its ``course.yaml``. A part that cannot be taken is a fault with its
    line.
    """
    _Composer(bundle, courses).compose(top)


class _Composer:
    """Takes parts into one course and records their sources."""

    def __init__(
        self, bundle: CourseBundle, courses: Mapping[str, CourseBundle]
    ) -> None:
        self.bundle, self.courses = bundle, courses
        #: The course’s own number of an outcome, by its source and its number there.
        self.numbers: dict[tuple[str, int], int] = {}

    def compose(self, top: YamlItem) -> None:
        for item in top.list_of("outcomes"):
            self._outcome(item)
        for item in top.list_of("modules"):
            self.bundle.modules.append(self._module(item))
        for item in top.list_of("questions", needed=False):
            self._questions(item)

    def _outcome(self, item: YamlItem) -> None:
        item.only("number", "take", "text")
        source, name = self._source(item, item.text("take", ""))
        if item.find("take") is None:
            number, texts = item.integer("number"), item.texts("text")
        elif source is None:
            return
        else:
            theirs = int(name) if name.isdigit() else 0
            if theirs not in source.outcomes:
                item.fail(f"{source.name} has no outcome {name}.")
                return
            number = item.integer("number", theirs)
            texts = item.maybe_texts("text") or source.outcomes[theirs]
            self.numbers[source.name, theirs] = number
            self._note(source, COURSE)
        if number in self.bundle.outcomes:
            item.fail(f"There are two outcomes {number}.")
        self.bundle.outcomes[number] = texts

    def _module(self, item: YamlItem) -> BundleModule:
        item.only("code", "title", "lessons", "take")
        source, name = self._source(item, item.text("take", ""))
        if item.find("take") is None:
            lessons = [self._lesson(one) for one in item.list_of("lessons")]
            return BundleModule(
                item.name("code"), item.texts("title"), lessons, item.line
            )
        modules = {one.name: one for one in source.modules} if source else {}
        if source is None or name not in modules:
            if source is not None:
                item.fail(f"{source.name} has no module {name}.")
            return BundleModule(name, {}, [], item.line)
        taken = modules[name]
        if item.find("lessons") is not None:
            item.fail("A module is taken whole, or lists its lessons.")
        for stem in taken.lessons:
            self._take_lesson(source, stem, item)
        titles = item.maybe_texts("title")
        if not titles:
            self._note(source, COURSE)
        code = item.name("code") if item.find("code") else taken.name
        return BundleModule(
            code, titles or taken.titles, list(taken.lessons), item.line
        )

    def _lesson(self, item: YamlItem) -> str:
        """Return the stem of a listed lesson: the course’s own, or one it takes."""
        written = item.as_text()
        if "/" not in written:
            return written
        source, stem = self._source(item, written)
        if source is not None:
            self._take_lesson(source, stem, item)
        return stem

    def _take_lesson(self, source: CourseBundle, stem: str, item: YamlItem) -> None:
        bundle = self.bundle
        if stem not in source.lessons and stem not in source.scenarios:
            item.fail(f"{source.name} has no lesson {stem}.")
            return
        if stem in bundle.lessons or stem in bundle.scenarios:
            item.fail(f"Lesson {stem} is there twice.")
            return
        if scenario := source.scenarios.get(stem):
            numbers = self._numbers(source, scenario.outcomes)
            bundle.scenarios[stem] = replace(scenario, outcomes=numbers)
        else:
            files = source.lessons[stem]
            numbers = self._numbers(source, next(iter(files.values())).outcomes)
            bundle.lessons[stem] = {
                language: replace(file, outcomes=self._numbers(source, file.outcomes))
                for language, file in files.items()
            }
        if not numbers:
            item.fail(f"{source.name}/{stem} teaches no outcome of this course.")
        self._note(source, stem)

    def _questions(self, item: YamlItem) -> None:
        item.only("take", "outcomes", "list")
        source, name = self._source(item, item.text("take"), is_part=False)
        if source is None or name:
            return
        wanted = list(self._wanted(source, item))
        for question in wanted:
            number = self.numbers.get((source.name, question.outcome))
            if number is None:
                item.fail(
                    f"{question.code} asks outcome {question.outcome}, not taken."
                )
            elif question.code in {one.code for one in self.bundle.questions}:
                item.fail(f"Question {question.code} is there twice.")
            else:
                self.bundle.questions.append(replace(question, outcome=number))
        cases = {one.case for one in wanted} - {one.code for one in self.bundle.cases}
        self.bundle.cases += [one for one in source.cases if one.code in cases]
        self._note(source, BANK)

    def _wanted(self, source: CourseBundle, item: YamlItem) -> Iterator[BundleQuestion]:
        """Yield the questions that are listed, and those of the outcomes named.

        Without either, yield the questions of all outcomes taken from ``source``.
        """
        if listed := item.strings("list", needed=False):
            bank = {one.code: one for one in source.questions}
            for code in listed:
                if code not in bank:
                    item.fail(f"{source.name} has no question {code}.")
            yield from (one for one in source.questions if one.code in listed)
        taken = [number for name, number in self.numbers if name == source.name]
        outcomes = item.integers("outcomes") if item.find("outcomes") else taken
        if not listed or item.find("outcomes"):
            yield from (
                one
                for one in source.questions
                if one.outcome in outcomes and one.code not in listed
            )

    def _numbers(self, source: CourseBundle, theirs: list[int]) -> list[int]:
        """Return the course’s own outcomes that a taken lesson teaches."""
        return [
            self.numbers[source.name, number]
            for number in theirs
            if (source.name, number) in self.numbers
        ]

    def _source(
        self, item: YamlItem, written: str, *, is_part: bool = True
    ) -> tuple[CourseBundle | None, str]:
        """Return the bundle and the part that ``c2/m2`` names; a wrong name is a fault."""
        if not written:
            return None, ""
        name, slash, part = written.partition("/")
        source = self.courses.get(name)
        if bool(slash and part) != is_part:
            item.fail(WRITTEN[is_part])
        elif source is None or source is self.bundle:
            item.fail(f"There is no other course {name} to take from.")
        elif source.is_composed:
            item.fail(f"{name} is composed itself. Take from where its texts stand.")
        else:
            return source, part
        return None, part

    def _note(self, source: CourseBundle, part: str) -> None:
        self.bundle.taken.setdefault(source.name, (source, set()))[1].add(part)
