"""Open answers: criteria, how many mark them, how long they may be."""

import django.core.validators
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0008_asks'),
    ]

    operations = [
        migrations.AddField(
            model_name='questiondraft',
            name='limit',
            field=models.PositiveSmallIntegerField(default=2000, help_text='Of an open answer. A line has about 60.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5000)], verbose_name='most characters'),
        ),
        migrations.AddField(
            model_name='questiondraft',
            name='markers',
            field=models.PositiveSmallIntegerField(choices=[(1, 'One trainer marks it'), (2, 'Two trainers mark it, each for herself')], default=1, help_text='Of an open answer. Where two do not agree, a third decides.', verbose_name='markers'),
        ),
        migrations.AlterField(
            model_name='questiondraft',
            name='answers',
            field=wagtail.fields.StreamField([('choice', 3), ('pair', 6), ('step', 7), ('gap', 11), ('scene', 19), ('region', 23), ('criterion', 26)], blank=True, block_lookup={0: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'rows': 2}), 1: ('wagtail.blocks.BooleanBlock', (), {'label': 'Right', 'required': False}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Feedback', 'required': False, 'rows': 2}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('correct', 1), ('feedback', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'Leave it empty for a counterpart that belongs to nothing.', 'label': 'Left', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Right-hand side', 'max_length': 250}), 6: ('wagtail.blocks.StructBlock', [[('left', 4), ('right', 5)]], {}), 7: ('content.questions.blocks.StepBlock', (), {'max_length': 250}), 8: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use digits or Latin letters: 1, 2, a.'}, 'help_text': 'As in the text: 1 for [[1]].', 'label': 'Name', 'regex': '^[a-zA-Z0-9-]{1,16}$'}), 9: ('wagtail.blocks.TextBlock', (), {'help_text': 'One a line.', 'label': 'Right answers', 'rows': 2}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'One a line. With them the gap is a list to choose from.', 'label': 'Wrong answers', 'required': False, 'rows': 2}), 11: ('wagtail.blocks.StructBlock', [[('name', 8), ('accepted', 9), ('wrong', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'help_text': 'Short, in Latin letters, the same in every language: n1, n2a.', 'label': 'Name', 'max_length': 40}), 13: ('wagtail.blocks.TextBlock', (), {'help_text': 'What has happened, without a word on whether the last choice was right.', 'label': 'Text', 'rows': 4}), 14: ('wagtail.blocks.CharBlock', (), {'help_text': 'The name of a later step. Empty: the scenario ends.', 'label': 'Leads to', 'max_length': 40, 'required': False}), 15: ('wagtail.blocks.IntegerBlock', (), {'default': 0, 'label': 'Points', 'required': False}), 16: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Torture, force that is not reported, faith under pressure: who does it gets nothing for the whole scenario.', 'label': 'Must never be done', 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('text', 0), ('to', 14), ('score', 15), ('is_breach', 16), ('feedback', 2)]], {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Choices'}), 19: ('wagtail.blocks.StructBlock', [[('name', 12), ('text', 13), ('choices', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is there, for those who do not see the picture: the gate.', 'label': 'Label', 'max_length': 120}), 21: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('rectangle', 'Rectangle'), ('circle', 'Circle'), ('polygon', 'Polygon')], 'label': 'Shape'}), 22: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use whole numbers and spaces: 100 250 300 120.'}, 'help_text': 'In thousandths of the picture, from its top left corner. Rectangle: left, top, width, height. Circle: centre and radius. Polygon: its corners. Or draw it on the picture above.', 'label': 'Place', 'regex': '^\\s*\\d{1,4}(\\s+\\d{1,4})*\\s*$'}), 23: ('wagtail.blocks.StructBlock', [[('label', 20), ('correct', 1), ('shape', 21), ('points', 22), ('feedback', 2)]], {}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'Criterion', 'max_length': 120}), 25: ('wagtail.blocks.TextBlock', (), {'help_text': 'One a line, from no points up: the second line is one point.', 'label': 'Levels', 'rows': 4}), 26: ('wagtail.blocks.StructBlock', [[('text', 24), ('levels', 25)]], {})}, verbose_name='choices'),
        ),
    ]
