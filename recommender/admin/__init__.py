"""What the recommender shows a merchandiser. Importing the files registers what is in them."""

from recommender.admin import ladder, products
from recommender.clusters import admin as clusters
from recommender.duplicates import admin as duplicates
from recommender.rules import admin as rules

__all__ = ["clusters", "duplicates", "ladder", "products", "rules"]
