from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="exampage",
            name="is_invigilated",
            field=models.BooleanField(
                default=False,
                help_text="Learners start it in a planned sitting, with the code that their invigilator shows them.",
                verbose_name="only in an invigilated sitting",
            ),
        ),
    ]
