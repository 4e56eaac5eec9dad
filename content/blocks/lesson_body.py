"""The body of a lesson, with all blocks available to editors."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.media import (
    AudioBlock,
    DrawingBlock,
    FigureBlock,
    FileBlock,
    VideoBlock,
)
from content.blocks.question_blocks import BankCheckBlock, SelfCheckBlock
from content.blocks.scenario_blocks import ScenarioBlock
from content.blocks.text_blocks import (
    CalloutBlock,
    ExampleBlock,
    KeyPointsBlock,
    QuoteBlock,
    ShiftBlock,
    TableBlock,
    TextBlock,
)


class LessonBody(blocks.StreamBlock):
    """The body of a lesson."""

    text = TextBlock()
    key_points = KeyPointsBlock()
    example = ExampleBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    drawing = DrawingBlock()
    table = TableBlock()
    video = VideoBlock()
    audio = AudioBlock()
    file = FileBlock()
    check = SelfCheckBlock()
    bank_check = BankCheckBlock()
    scenario = ScenarioBlock()
    shift = ShiftBlock()

    class Meta:
        label = _("Lesson")
        block_counts = {"scenario": {"max_num": 1}}
