from django.apps import AppConfig


class RecommenderConfig(AppConfig):
    name = "recommender"
    verbose_name = "Recommender"

    def ready(self) -> None:
        from recommender import checks  # noqa: F401 - checks register themselves
        from recommender.embedding import wakeups

        wakeups.connect()
