from django.db import migrations

#: Found by transaction: what others have marked and deleted may lie there for as long as a
#: transaction stays open somewhere.
INDEX = "CREATE INDEX product_search_stale_xact ON product_search_stale (xact)"

#: The first row of a transaction speaks for all: each of the others would read all of them again.
#: The setting is the transaction's, and goes back where a savepoint does.
ONCE = """
    IF current_setting('product_search.caught_up', true) = pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('product_search.caught_up', pg_current_xact_id()::text, true);
"""


def catch_up(once: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION product_search_catch_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN {once}
    WITH mine AS (
        DELETE FROM product_search_stale WHERE xact = pg_current_xact_id() RETURNING product_id
    )
    SELECT array_agg(DISTINCT product_id) INTO touched FROM mine;
    IF touched IS NOT NULL THEN
        PERFORM product_search_refresh(touched);
    END IF;
    RETURN NULL;
END $$
"""


#: One that was caught up, to search, and changes more.
FALL_BEHIND = """
CREATE FUNCTION product_search_fall_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('product_search.caught_up', '', true);
    RETURN NULL;
END $$;
CREATE TRIGGER product_search_behind BEFORE INSERT ON product_search_stale
    FOR EACH STATEMENT WHEN (current_setting('product_search.caught_up', true) <> '')
    EXECUTE FUNCTION product_search_fall_behind()
"""

EMPTIED = """
CREATE FUNCTION product_search_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_search_stale (product_id) SELECT DISTINCT product_id FROM product_search;
    RETURN NULL;
END $$
"""
TABLES = (
    "catalog_variant",
    "catalog_product",
    "catalog_productimage",
    "recommender_productembedding",
)
TRUNCATED = [
    f"CREATE TRIGGER product_search_emptied AFTER TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION product_search_emptied()"
    for table in TABLES
]


UNDO = [
    "DROP FUNCTION product_search_emptied, product_search_fall_behind CASCADE",
    catch_up(once=""),
    "DROP INDEX product_search_stale_xact",
]


class Migration(migrations.Migration):
    dependencies = [("recommender", "0013_encoder_for_photos")]

    operations = [
        migrations.RunSQL([INDEX, catch_up(ONCE), FALL_BEHIND, EMPTIED, *TRUNCATED], UNDO),
    ]
