import pgvector.django.halfvec
from django.db import migrations, models

import recommender.product_search

STORAGE = """
    ALTER TABLE product_search SET (
        fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01,
        autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02
    );
    ALTER TABLE product_search ALTER COLUMN e SET STORAGE PLAIN;
"""

#: What each row should be: active products that have a vector. The colour is Product.visible_colour.
TRUTH = """
CREATE VIEW product_search_truth AS
SELECT v.product_id, v.encoder_id, p.product_type_id, p.brand_id,
       (p.price * 100)::bigint AS price_cents,
       shelf.bits IS NOT NULL AS in_stock,
       t.section, p.gender, p.season,
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

#: Products whose rows the running transaction may have made wrong; empty between transactions.
STALE = """
CREATE TABLE product_search_stale (
    product_id bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)
"""

#: Whoever refreshes a product waits for others who do, and then sees what they have committed. The
#: locks are few and taken in one order, as the last thing of a transaction: no circles.
REFRESH = """
CREATE FUNCTION product_search_refresh(touched bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(725103, bucket)
    FROM (SELECT DISTINCT (id % 256)::int AS bucket FROM unnest(touched) AS id ORDER BY 1) AS b;

    DELETE FROM product_search s
    WHERE s.product_id = ANY(touched) AND NOT EXISTS (
        SELECT FROM product_search_truth t
        WHERE t.product_id = s.product_id AND t.encoder_id = s.encoder_id);

    INSERT INTO product_search AS s (product_id, encoder_id, product_type_id, brand_id, price_cents,
        in_stock, section, gender, season, colour, size_bits, e)
    SELECT * FROM product_search_truth WHERE product_id = ANY(touched)
    ON CONFLICT (product_id, encoder_id) DO UPDATE SET
        product_type_id = excluded.product_type_id, brand_id = excluded.brand_id,
        price_cents = excluded.price_cents, in_stock = excluded.in_stock,
        section = excluded.section, gender = excluded.gender, season = excluded.season,
        colour = excluded.colour, size_bits = excluded.size_bits, e = excluded.e
    WHERE (s.product_type_id, s.brand_id, s.price_cents, s.in_stock, s.section, s.gender, s.season,
           s.colour, s.size_bits, s.e) IS DISTINCT FROM
          (excluded.product_type_id, excluded.brand_id, excluded.price_cents, excluded.in_stock,
           excluded.section, excluded.gender, excluded.season, excluded.colour,
           excluded.size_bits, excluded.e);
END $$
"""

CATCH_UP = """
CREATE FUNCTION product_search_catch_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    WITH mine AS (
        DELETE FROM product_search_stale WHERE xact = pg_current_xact_id() RETURNING product_id
    )
    SELECT array_agg(DISTINCT product_id) INTO touched FROM mine;
    IF touched IS NOT NULL THEN  -- the first row of a transaction speaks for all
        PERFORM product_search_refresh(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER product_search_current AFTER INSERT ON product_search_stale
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION product_search_catch_up()
"""


def marking(table: str, product: str, changed: str) -> str:
    """SQL of the triggers by which a change of `table` marks its products as stale.

    product: the column with the product's id. changed: when an updated row (o -> n) matters.
    """
    name = f"product_search_{table.split('_')[-1]}"
    mark = "INSERT INTO product_search_stale (product_id)"
    triggers = "".join(
        f"""
        CREATE TRIGGER {name}_{kind.lower()} AFTER {kind} ON {table} {transition}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();"""
        for kind, transition in (
            ("INSERT", "REFERENCING NEW TABLE AS news"),
            ("UPDATE", "REFERENCING OLD TABLE AS olds NEW TABLE AS news"),
            ("DELETE", "REFERENCING OLD TABLE AS olds"),
        )
    )
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            {mark} SELECT DISTINCT {product} FROM news;
        ELSIF TG_OP = 'DELETE' THEN
            {mark} SELECT DISTINCT {product} FROM olds;
        ELSE
            {mark} SELECT DISTINCT moved.product FROM olds o JOIN news n USING (id),
                LATERAL (VALUES (o.{product}), (n.{product})) AS moved (product)
            WHERE {changed};
        END IF;
        RETURN NULL;
    END $$;{triggers}
    """


MARKING = [
    marking(
        "catalog_variant",
        "product_id",
        "(o.on_hand > o.reserved) <> (n.on_hand > n.reserved)"
        " OR (o.product_id, o.size_id) <> (n.product_id, n.size_id)",
    ),
    marking(
        "catalog_product",
        "id",
        "(o.status, o.price, o.product_type_id, o.brand_id, o.gender, o.season, o.colour)"
        " IS DISTINCT FROM"
        " (n.status, n.price, n.product_type_id, n.brand_id, n.gender, n.season, n.colour)",
    ),
    marking(
        "catalog_productimage",
        "product_id",
        "(o.product_id, o.position, o.colours -> 0) IS DISTINCT FROM"
        " (n.product_id, n.position, n.colours -> 0)",
    ),
    marking(
        "recommender_productembedding",
        "product_id",
        "(o.vector, o.product_id, o.encoder_id) IS DISTINCT FROM"
        " (n.vector, n.product_id, n.encoder_id)",
    ),
]

#: A type moves to another section: rare, and all its products with it.
TYPES = """
CREATE FUNCTION product_search_producttype() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_search_stale (product_id)
    SELECT p.id FROM catalog_product p
    JOIN news n ON n.id = p.product_type_id JOIN olds o ON o.id = n.id
    WHERE o.section <> n.section;
    RETURN NULL;
END $$;
CREATE TRIGGER product_search_producttype_update AFTER UPDATE ON catalog_producttype
    REFERENCING OLD TABLE AS olds NEW TABLE AS news
    FOR EACH STATEMENT EXECUTE FUNCTION product_search_producttype()
"""

FILL = """
INSERT INTO product_search (product_id, encoder_id, product_type_id, brand_id, price_cents,
    in_stock, section, gender, season, colour, size_bits, e)
SELECT * FROM product_search_truth
"""

UNDO = """
DROP FUNCTION product_search_variant, product_search_product, product_search_productimage,
    product_search_productembedding, product_search_producttype CASCADE;
DROP TABLE product_search_stale;
DROP FUNCTION product_search_catch_up, product_search_refresh;
DROP VIEW product_search_truth;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_reservations"),
        ("recommender", "0004_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductSearch",
            fields=[
                ("pk", models.CompositePrimaryKey("product_id", "encoder_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("product_id", models.BigIntegerField()),
                ("encoder_id", models.BigIntegerField()),
                ("product_type_id", models.BigIntegerField()),
                ("brand_id", models.BigIntegerField(null=True)),
                ("price_cents", models.BigIntegerField()),
                ("in_stock", models.BooleanField()),
                ("section", models.CharField(max_length=20)),
                ("gender", models.CharField(max_length=10)),
                ("season", models.CharField(max_length=10)),
                ("colour", models.CharField(max_length=80)),
                ("size_bits", recommender.product_search.BitsField()),
                ("e", pgvector.django.halfvec.HalfVectorField()),
            ],
            options={"db_table": "product_search"},
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL([TRUTH, STALE, REFRESH, CATCH_UP], UNDO),
        migrations.RunSQL([*MARKING, TYPES], migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
