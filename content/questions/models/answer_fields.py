"""Answer fields shared by all types of questions."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from content.questions.types import list_answer_blocks
from courses.assessment.kinds.open_answer_type import LONGEST, USUAL


class AnswerBlocks(StreamBlock):
    """The parts of a question, depending on its type."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or list_answer_blocks(), **kwargs)

    class Meta:
        label = _("Choices")


class Answered(models.Model):
    """The fields of an answer; each type of question uses some of them."""

    answers = StreamField(AnswerBlocks(), verbose_name=_("choices"), blank=True)
    picture = models.ForeignKey(
        get_image_model_string(),
        models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        help_text=_(
            "A line drawing or a photo of a place or tool, never of a "
            "person. Each published version keeps the picture as it was at "
            "the time."
        ),
    )
    picture_alt = models.CharField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_(
            "For people who cannot see it: what it shows as a whole. It must "
            "not give the answer away."
        ),
    )
    passage = models.TextField(
        _("text with gaps"),
        blank=True,
        help_text=_("Write each gap as [[1]], [[2]], and add a gap below for each."),
    )
    answer = models.TextField(
        _("right answer"),
        blank=True,
        help_text=_(
            "A number, or every right short answer, one per line; for an "
            "open answer, what it must contain."
        ),
    )
    tolerance = models.CharField(
        _("tolerance"),
        max_length=20,
        blank=True,
        help_text=_("By how much a number may differ. Empty: not at all."),
    )
    unit = models.CharField(
        pgettext_lazy("of a number", "unit"),
        max_length=20,
        blank=True,
        help_text=_("Of a number: days, hours."),
    )
    counts_parts = models.BooleanField(
        _("partial marks"),
        default=False,
        help_text=_(
            "A half-right answer is worth half the mark, and learners are told so."
        ),
    )
    limit = models.PositiveSmallIntegerField(
        _("character limit"),
        default=USUAL,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("For an open answer. A line holds about 60."),
    )
    markers = models.PositiveSmallIntegerField(
        _("markers"),
        default=1,
        choices=[
            (1, _("One trainer marks it")),
            (2, _("Two trainers mark it independently")),
        ],
        help_text=_("For an open answer. If two markers disagree, a third decides."),
    )
    feedback = models.TextField(_("feedback"), blank=True)

    class Meta:
        abstract = True
