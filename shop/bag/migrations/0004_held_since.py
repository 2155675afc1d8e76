from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bag", "0003_pieces_instead")]

    operations = [
        migrations.AddField(
            "bagline",
            "held_since",
            models.DateTimeField(
                null=True, editable=False, help_text="When it was first held at the till."
            ),
        )
    ]
