"""Branching scenarios in the bank; no file format carries them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.questions.blocks import QuestionSceneBlock
from content.questions.types.bank_question_type import BankQuestionType, Draft, Fields


class BranchingBankType(BankQuestionType):
    """Steps with choices, each leading to another step or to the end."""

    name = "branching"
    part, block = "scene", QuestionSceneBlock()
    carries_parts = False
    practice_refusal = gettext_lazy(
        "Branching scenarios are only for exams. For practice, put the "
        "scenario block into a lesson: learners can go back there and "
        "choose again."
    )
    is_tabled = False

    def build_body(self, draft: Draft) -> Fields:
        return {
            "steps": [
                {
                    "id": block.value["name"],
                    "text": block.value["text"],
                    "choices": [
                        {
                            "id": item.id,
                            "text": item.value["text"],
                            "feedback": item.value["feedback"] or "",
                            "to": (item.value["to"] or "").strip(),
                        }
                        for item in block.value["choices"].bound_blocks
                    ],
                }
                for block in self.list_blocks(draft)
            ]
        }

    def build_key(self, draft: Draft) -> Fields:
        """Return the target and the points of each choice, in a stable order."""
        scenes = self.list_blocks(draft)
        ways = [
            {
                "step": block.value["name"],
                "choice": item.id,
                "to": (item.value["to"] or "").strip(),
                "points": item.value["score"] or 0,
            }
            | ({"is_breach": True} if item.value["is_breach"] else {})
            for block in scenes
            for item in block.value["choices"].bound_blocks
        ]
        return {
            "start": scenes[0].value["name"] if scenes else "",
            "ways": sorted(ways, key=lambda way: (way["step"], way["choice"])),
        }

    def find_carrying_fault(self, form: str, *, carries_pictures: bool) -> str:
        return _(
            "No exchange format supports branching scenarios. It stays in the bank."
        )
