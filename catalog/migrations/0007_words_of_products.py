import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

DOCUMENT = """
CREATE FUNCTION catalog_document(title text, colour text, usage text, kind bigint, brand bigint)
RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple',
        concat_ws(' ', colour, (SELECT name FROM catalog_producttype WHERE id = kind),
                  (SELECT name FROM catalog_brand WHERE id = brand), usage)), 'B')
$$
"""

FILL = """
INSERT INTO catalog_productwords (product_id, document)
SELECT id, catalog_document(title, colour, usage, product_type_id, brand_id) FROM catalog_product
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0006_colours_read_later'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProductWords',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='catalog.product')),
                ('document', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(
            DOCUMENT, "DROP FUNCTION catalog_document(text, text, text, bigint, bigint)"
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='WordedBrand',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('catalog.brand',),
        ),
        migrations.CreateModel(
            name='WordedProduct',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('catalog.product',),
        ),
        migrations.CreateModel(
            name='WordedType',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('catalog.producttype',),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['product_type', 'status', '-created_at', '-id'], name='catalog_pro_product_daa4e5_idx'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(condition=models.Q(('status', 'active')), fields=['product_type', 'gender', 'usage', 'season', '-year', 'id'], name='product_completes_outfit'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['status', 'colour'], name='catalog_pro_status_26d3ce_idx'),
        ),
        migrations.AddIndex(
            model_name='productwords',
            index=django.contrib.postgres.indexes.GinIndex(fields=['document'], name='words_of_products'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordedbrand',
            trigger=pgtrigger.compiler.Trigger(name='note_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='\n        UPDATE catalog_productwords w SET document = catalog_document(p.title, p.colour, p.usage, p.product_type_id, p.brand_id)\n        FROM catalog_product p WHERE p.id = w.product_id AND p.brand_id = NEW.id;\n        RETURN NULL;\n    ', hash='f31dc7217397c57c0ff02bc6b847cdb9683457ae', operation='UPDATE', pgid='pgtrigger_note_words_f8803', table='catalog_brand', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordedproduct',
            trigger=pgtrigger.compiler.Trigger(name='note_words', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    INSERT INTO catalog_productwords (product_id, document)\n                    VALUES (NEW.id, catalog_document(NEW.title, NEW.colour, NEW.usage, NEW.product_type_id, NEW.brand_id));\n                    RETURN NULL;\n                ', hash='060cda91156a17140b6125819386eeba4a0f184c', operation='INSERT', pgid='pgtrigger_note_words_50950', table='catalog_product', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordedproduct',
            trigger=pgtrigger.compiler.Trigger(name='note_other_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."brand_id" IS DISTINCT FROM (NEW."brand_id") OR OLD."colour" IS DISTINCT FROM (NEW."colour") OR OLD."product_type_id" IS DISTINCT FROM (NEW."product_type_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."usage" IS DISTINCT FROM (NEW."usage"))', func='\n                    UPDATE catalog_productwords SET document = catalog_document(NEW.title, NEW.colour, NEW.usage, NEW.product_type_id, NEW.brand_id)\n                    WHERE product_id = NEW.id;\n                    RETURN NULL;\n                ', hash='1e293437ef094985055081584fc7dca7d3c9accb', operation='UPDATE', pgid='pgtrigger_note_other_words_1bd27', table='catalog_product', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordedtype',
            trigger=pgtrigger.compiler.Trigger(name='note_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."name" IS DISTINCT FROM (NEW."name"))', func='\n        UPDATE catalog_productwords w SET document = catalog_document(p.title, p.colour, p.usage, p.product_type_id, p.brand_id)\n        FROM catalog_product p WHERE p.id = w.product_id AND p.product_type_id = NEW.id;\n        RETURN NULL;\n    ', hash='4ce5bbab5f81f6691d002db63cdcbcadb087f99d', operation='UPDATE', pgid='pgtrigger_note_words_e6d9c', table='catalog_producttype', when='AFTER')),
        ),
    ]
