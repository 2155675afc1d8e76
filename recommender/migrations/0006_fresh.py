from django.db import migrations, models

#: A changed row is in no graph until a sweep puts it there: a sale waits for no walk through one.
REFRESH = """
CREATE OR REPLACE FUNCTION product_search_refresh(touched bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(725103, bucket)
    FROM (SELECT DISTINCT (id % 256)::int AS bucket FROM unnest(touched) AS id ORDER BY 1) AS b;

    DELETE FROM product_search s
    WHERE s.product_id = ANY(touched) AND NOT EXISTS (
        SELECT FROM product_search_truth t
        WHERE t.product_id = s.product_id AND t.encoder_id = s.encoder_id);

    INSERT INTO product_search AS s (product_id, encoder_id, product_type_id, brand_id, price_cents,
        in_stock, section, gender, season, colour, size_bits, e, fresh)
    SELECT t.*, to_regclass('product_search_graph' || CASE WHEN in_stock THEN '_' ELSE '_out_' END
                            || encoder_id) IS NOT NULL
    FROM product_search_truth t WHERE product_id = ANY(touched)
    ON CONFLICT (product_id, encoder_id) DO UPDATE SET
        product_type_id = excluded.product_type_id, brand_id = excluded.brand_id,
        price_cents = excluded.price_cents, in_stock = excluded.in_stock,
        section = excluded.section, gender = excluded.gender, season = excluded.season,
        colour = excluded.colour, size_bits = excluded.size_bits, e = excluded.e,
        fresh = excluded.fresh
    WHERE (s.product_type_id, s.brand_id, s.price_cents, s.in_stock, s.section, s.gender, s.season,
           s.colour, s.size_bits, s.e) IS DISTINCT FROM
          (excluded.product_type_id, excluded.brand_id, excluded.price_cents, excluded.in_stock,
           excluded.section, excluded.gender, excluded.season, excluded.colour,
           excluded.size_bits, excluded.e);
END $$
"""

#: The graphs leave out what is fresh now. The worker builds them anew within a minute; until then
#: searches compare every row.
DROP_GRAPHS = """
DO $$
DECLARE graph text;
BEGIN
    FOR graph IN SELECT relname FROM pg_class
        WHERE relkind = 'i' AND relname ~ '^product_search_graph_'
    LOOP
        EXECUTE format('DROP INDEX %I', graph);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("recommender", "0005_product_search")]

    operations = [
        migrations.AddField(
            model_name="productsearch",
            name="fresh",
            field=models.BooleanField(db_default=False),
        ),
        migrations.RunSQL([REFRESH, DROP_GRAPHS], migrations.RunSQL.noop),
    ]
