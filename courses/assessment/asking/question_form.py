"""What the form of a question is made of, in plain data: the templates show it."""

from dataclasses import dataclass

from courses.assessment.asking.hotspot_picture import HotspotPicture
from courses.assessment.asking.scenario_plan import ScenarioPlan
from courses.provisions.citation_lookup import ResolvedCitation


@dataclass(frozen=True)
class FieldOption:
    """Something that can be chosen in a field; ``verdict`` is ``right`` or ``wrong``.

    ``served`` is what the form sends for it (see ``names``), ``id`` how it is kept.
    """

    id: str
    served: str
    text: str
    is_chosen: bool
    feedback: str = ""
    cites: tuple[str, ...] = ()
    verdict: str = ""
    links: tuple[ResolvedCitation, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class QuestionField:
    """One field: how it is kept, what it is called for people, and what is in it.

    In the form its name is ``served``. Without ``options`` something is typed.
    ``before`` is the text that leads to a gap. Once it is judged, ``verdict`` is
    ``right`` or ``wrong``; ``solution`` is what is right, where that is shown.
    """

    name: str
    label: str
    value: str = ""
    options: tuple[FieldOption, ...] = ()
    before: str = ""
    verdict: str = ""
    solution: str = ""
    served_as: str = ""

    @property
    def served(self) -> str:
        """What it is called in the form."""
        return self.served_as or self.name

    @property
    def words(self) -> str:
        """What is in the field, in words."""
        chosen = [option.text for option in self.options if option.is_chosen]
        return ", ".join(chosen) if self.options else self.value

    @property
    def length(self) -> int:
        """How many characters stand in it."""
        return len(self.value)


@dataclass(frozen=True)
class QuestionForm:
    """All fields of a question, and what stands around them.

    ``listed`` are lettered things to choose from that are too long for a closed list, or
    the criteria of a rubric; ``limit`` is how many characters may be typed.
    What is right is shown only in a form that ``is_judged``.
    A form that ``unfolds`` has more fields once it is saved: the script asks for them.
    ``plan`` shows its authors a scenario whole.
    """

    template: str
    hint: str
    fields: tuple[QuestionField, ...]
    takes_several: bool = False
    unit: str = ""
    after: str = ""
    listed: tuple[str, ...] = ()
    is_judged: bool = False
    unfolds: bool = False
    plan: ScenarioPlan | None = None
    picture: HotspotPicture | None = None
    limit: int = 0

    @property
    def path(self) -> str:
        """The template that shows it."""
        return f"assessment/kinds/{self.template}.html"
