from typing import Any

from django.db import migrations, models
from django.db.models import F

PIECES = models.PositiveSmallIntegerField(
    db_default=0, default=0, help_text="So many of its pieces were put in by that offer."
)


def count_those_before(apps: Any, schema_editor: Any) -> None:
    """Nobody noted how many of a line's pieces they were: all of them."""
    for name in ("BagLine", "OrderLine"):
        lines = apps.get_model("bag", name).objects.filter(stands_in_for__isnull=False)
        lines.update(pieces_instead=F("quantity"))


class Migration(migrations.Migration):
    dependencies = [("bag", "0002_stand_in")]

    operations = [
        migrations.AddField("bagline", "pieces_instead", PIECES),
        migrations.AddField("orderline", "pieces_instead", PIECES),
        migrations.RunPython(count_those_before, migrations.RunPython.noop),
    ]
