import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now

#: What has its colours waits for nothing; the new column says of every photo that it does.
ARE_READ = """
UPDATE catalog_productimage SET colours_due_at = NULL WHERE colours IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_reservations")]

    operations = [
        migrations.AddField(
            model_name="productimage",
            name="colours_due_at",
            field=models.DateTimeField(db_default=Now(), default=django.utils.timezone.now, editable=False, help_text="When to read them; null: they are read, or cannot be.", null=True),
        ),
        migrations.AddField(
            model_name="productimage",
            name="colours_tries",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunSQL(ARE_READ, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="productimage",
            index=models.Index(condition=models.Q(("colours_due_at__isnull", False)), fields=["colours_tries", "colours_due_at"], name="photo_colours_due"),
        ),
    ]
