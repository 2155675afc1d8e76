from django.db import migrations, models


def mark(apps, schema_editor):
    """Those that answer photos and never answered anything else."""
    encoders = apps.get_model("recommender", "EncoderVersion").objects
    never = encoders.filter(is_active=False, retired_at=None)
    never.filter(answers_photos=True).update(enrolled_for_photos=True)


class Migration(migrations.Migration):
    dependencies = [("recommender", "0014_one_catching_up")]

    operations = [
        migrations.AddField(
            model_name="encoderversion",
            name="enrolled_for_photos",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Came in as PHOTO_ENCODER, and for nothing else.",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
