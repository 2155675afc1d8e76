"""`manage.py prepare_shop`: everything between an empty folder and a shop that can open."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog.models import Product
from recommender.embedding.indexing import register_encoder
from recommender.embedding.registry import setting_ignored
from recommender.encoder_identity import EncoderNotFound
from recommender.ladder.neighbours import fill_in_neighbours
from recommender.models import EncoderVersion
from shop.embedded import Home
from shop.roles import set_up_roles
from shop.supervisor.speech import say, step

#: More products than this are left to the worker, which embeds while the shop is open.
EMBED_BEFORE_OPENING = 2_000


class Command(BaseCommand):
    help = (
        "Set up the database, create the first admin account, draw the demo catalogue when the "
        "shop is empty and embed it. Run again, it finds nothing to do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_the_database()
        set_up_roles()
        if not get_user_model().objects.filter(is_superuser=True).exists():
            create_admin(Home.at(settings.HOME))
        if not Product.objects.exists():
            draw_the_demo()
        embed_what_waits()


def set_up_the_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Setting up the database"):
            call_command("migrate", verbosity=0, interactive=False)


def create_admin(home: Home) -> None:
    """The first account, its password drawn and kept in the home (mode 600).

    The password is written before the account is made: a crash between the two leaves a password
    that the next start takes up, never an account that nobody can enter.
    """
    with step("Creating the admin account"):
        password = home.secret("admin_password", size=12)
        get_user_model().objects.create_superuser("admin", "admin@localhost", password)


def draw_the_demo() -> None:
    say("  Drawing the demo catalogue")
    call_command("seed_demo")


def embed_what_waits() -> None:
    """Give the first products their vectors before the doors open; leave masses to the worker."""
    count = encoder().embeddings.waiting().count()
    if ignored := setting_ignored():
        say(f"  {ignored}")
    if count > EMBED_BEFORE_OPENING:
        say(f"  Waiting for a vector: {count}. The worker embeds them while the shop is open.")
    elif count:
        embed()


def encoder() -> EncoderVersion:
    try:
        return register_encoder()
    except EncoderNotFound as error:
        raise CommandError(str(error)) from error


def embed() -> None:
    """Embed what waits; an encoder that is away keeps nobody from shopping, and is tried again."""
    say("  Embedding the catalogue")
    try:
        call_command("embed_products", active=True)
        fill_in_neighbours()
    except CommandError as error:
        say(f"  The products stay without vectors for now: {error}")
