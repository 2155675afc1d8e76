from django.apps import AppConfig


class RecommenderConfig(AppConfig):
    name = "recommender"
    verbose_name = "Recommender"

    def ready(self) -> None:
        from recommender import checks, wakeups  # noqa: F401 - checks register themselves

        wakeups.connect()
