"""A scratch shop's goods: imported, with simulated stock, their vectors made and colours read."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from catalog.models import Product
from recommender.embedding.indexing import embed_batch, register_encoder
from recommender.ladder.neighbours import fill_in_neighbours
from recommender.search.upkeep import keep_up


def stock_up(styles: Path, images: Path | None, seed: int, limit: int | None = None) -> None:
    """From a styles.csv of the Kaggle layout; `seed` draws the stock. Raises CommandError."""
    words = {"images": images, "limit": limit}
    call_command(
        "import_catalog", styles, layout="kaggle", simulate_stock=seed, json=True,
        stdout=io.StringIO(), **{name: word for name, word in words.items() if word},
    )  # fmt: skip
    register_encoder()
    with tqdm(desc="Embedding", unit="product", total=Product.objects.count()) as bar:
        while claimed := embed_batch().claimed:
            bar.update(claimed)
    call_command("read_colours", stdout=io.StringIO())
    keep_up()
    fill_in_neighbours()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
