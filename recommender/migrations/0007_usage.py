from django.db import migrations, models

TRUTH = """
CREATE VIEW product_search_truth AS
SELECT v.product_id, v.encoder_id, p.product_type_id, p.brand_id,
       (p.price * 100)::bigint AS price_cents,
       shelf.bits IS NOT NULL AS in_stock,
       t.section, p.gender, p.season, p.usage,
       CASE WHEN p.colour <> '' THEN p.colour ELSE coalesce(cover.base, '') END AS colour,
       coalesce(shelf.bits, B'') AS size_bits,
       v.vector::halfvec AS e
FROM recommender_productembedding v
JOIN catalog_product p ON p.id = v.product_id
JOIN catalog_producttype t ON t.id = p.product_type_id
LEFT JOIN LATERAL (
    SELECT bit_or(set_bit(repeat('0', width::int + 1)::varbit, size_id::int, 1))::varbit AS bits
    FROM (
        SELECT size_id, max(size_id) OVER () AS width
        FROM catalog_variant WHERE product_id = p.id AND on_hand > reserved
    ) AS sizes
) AS shelf ON true
LEFT JOIN LATERAL (
    SELECT colours -> 0 ->> 'base' AS base FROM catalog_productimage
    WHERE product_id = p.id AND p.colour = '' ORDER BY position, id LIMIT 1
) AS cover ON true
WHERE v.vector IS NOT NULL AND p.status = 'active'
"""


REFRESH = """
CREATE FUNCTION product_search_refresh(touched bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(725103, bucket)
    FROM (SELECT DISTINCT (id % 256)::int AS bucket FROM unnest(touched) AS id ORDER BY 1) AS b;

    DELETE FROM product_search s
    WHERE s.product_id = ANY(touched) AND NOT EXISTS (
        SELECT FROM product_search_truth t
        WHERE t.product_id = s.product_id AND t.encoder_id = s.encoder_id);

    INSERT INTO product_search AS s (product_id, encoder_id, product_type_id, brand_id, price_cents,
        in_stock, section, gender, season, usage, colour, size_bits, e, fresh)
    SELECT t.*, to_regclass('product_search_graph' || CASE WHEN in_stock THEN '_' ELSE '_out_' END
                            || encoder_id) IS NOT NULL
    FROM product_search_truth t WHERE product_id = ANY(touched)
    ON CONFLICT (product_id, encoder_id) DO UPDATE SET
        product_type_id = excluded.product_type_id, brand_id = excluded.brand_id,
        price_cents = excluded.price_cents, in_stock = excluded.in_stock,
        section = excluded.section, gender = excluded.gender, season = excluded.season,
        usage = excluded.usage, colour = excluded.colour, size_bits = excluded.size_bits, e = excluded.e,
        fresh = excluded.fresh
    WHERE (s.product_type_id, s.brand_id, s.price_cents, s.in_stock, s.section, s.gender, s.season,
           s.usage, s.colour, s.size_bits, s.e) IS DISTINCT FROM
          (excluded.product_type_id, excluded.brand_id, excluded.price_cents, excluded.in_stock,
           excluded.section, excluded.gender, excluded.season, excluded.usage, excluded.colour,
           excluded.size_bits, excluded.e);
END $$
"""


#: The trigger of 0005 on products, which now minds the usage as well.
MARK = """
CREATE OR REPLACE FUNCTION product_search_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO product_search_stale (product_id) SELECT DISTINCT id FROM news;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO product_search_stale (product_id) SELECT DISTINCT id FROM olds;
    ELSE
        INSERT INTO product_search_stale (product_id)
        SELECT n.id FROM olds o JOIN news n USING (id)
        WHERE (o.status, o.price, o.product_type_id, o.brand_id, o.gender, o.season, o.usage,
               o.colour)
            IS DISTINCT FROM
              (n.status, n.price, n.product_type_id, n.brand_id, n.gender, n.season, n.usage,
               n.colour);
    END IF;
    RETURN NULL;
END $$
"""

FILL = """
UPDATE product_search s SET usage = p.usage
FROM catalog_product p WHERE p.id = s.product_id AND p.usage <> ''
"""

#: They hold the usage from now on. The worker builds them anew within a minute.
DROP_INDEXES = """
DO $$
DECLARE old text;
BEGIN
    FOR old IN SELECT relname FROM pg_class
        WHERE relkind = 'i' AND relname ~ '^product_search_(exact|graph)_'
    LOOP
        EXECUTE format('DROP INDEX %I', old);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("recommender", "0006_fresh")]

    operations = [
        migrations.RunSQL(DROP_INDEXES, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="productsearch",
            name="usage",
            field=models.CharField(db_default="", max_length=40),
        ),
        migrations.RunSQL(
            [
                "DROP FUNCTION product_search_refresh",
                "DROP VIEW product_search_truth",
                TRUTH,
                REFRESH,
                MARK,
                FILL,
            ],
            migrations.RunSQL.noop,
        ),
    ]
