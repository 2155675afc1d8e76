from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insight', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='gap',
            name='none',
            field=models.PositiveIntegerField(default=0, help_text='Of those looked into.', verbose_name='no substitute at all'),
        ),
        migrations.AlterField(
            model_name='gap',
            name='badly_served',
            field=models.PositiveIntegerField(default=0, help_text='Fewer than four substitutes, none at all, or none in its colour.'),
        ),
        migrations.AlterField(
            model_name='gap',
            name='few',
            field=models.PositiveIntegerField(default=0, help_text='Of those looked into.', verbose_name='one to three substitutes'),
        ),
    ]
