"""PostgreSQL and Redis as child processes, for a shop that was given no real ones.

Imports no Django: settings are read only once the URLs found here are in the environment.
"""

from .home import EmbeddedError, Home
from .postgres import embedded_postgres, postgres_url
from .redis import embedded_redis, redis_url

__all__ = [
    "EmbeddedError",
    "Home",
    "embedded_postgres",
    "embedded_redis",
    "postgres_url",
    "redis_url",
]
