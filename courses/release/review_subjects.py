"""Subjects of safeguard reviews: what is reviewed together, and which parts are waiting."""

import hashlib
from dataclasses import dataclass

from courses.models import Course, SafeguardReview
from courses.release.proposed_parts import ProposedPart
from courses.release.safeguard_checklist import CHECKLIST, EXAM_ITEM, SafeguardQuestion


@dataclass(frozen=True)
class ReviewSubject:
    """Parts reviewed together: a module of a course, its frame, or a guideline.

    The frame is everything outside modules: front page, exam and questions. The outline
    as a whole is a subject of its own if units are removed or moved, or if the exam is
    relaxed: ``loosened`` lists what the exam no longer demands, and adds a question to
    ``items``. ``code`` is that of the course or guideline, ``url`` the page where the
    authors read a returned review, without a language.
    """

    key: str
    code: str
    title: str
    parts: tuple[ProposedPart, ...]
    url: str
    course: Course | None = None
    loosened: tuple[str, ...] = ()

    @property
    def authors(self) -> frozenset[int]:
        """The authors of any part."""
        return frozenset().union(*(part.authors for part in self.parts))

    @property
    def seconds(self) -> frozenset[int]:
        """People who alone approved some part as the second person, and cannot review it."""
        return frozenset().union(*(part.seconds for part in self.parts))

    @property
    def is_outline(self) -> bool:
        return self.course is not None and self.parts[0].version is None

    @property
    def items(self) -> tuple[SafeguardQuestion, ...]:
        """The questions of the checklist."""
        return (*CHECKLIST, EXAM_ITEM) if self.loosened else CHECKLIST

    def seal(self, last: SafeguardReview | None) -> str:
        """Return a hash of what is waiting and of the last review."""
        named = [*(part.digest for part in self.parts), str(last.pk if last else "")]
        return hashlib.sha256(":".join(named).encode()).hexdigest()

    def is_returned(self, last: SafeguardReview | None) -> bool:
        """Return whether the last review returned exactly what is waiting now."""
        digests = {part.digest for part in self.parts}
        return bool(last and last.is_returned and set(last.digests) == digests)
