from django.apps import AppConfig


class PhrasingConfig(AppConfig):
    name = "comparisons.phrasing"

    def ready(self) -> None:
        from comparisons.phrasing.following import ask_for_update
        from corpus.texts import followers

        followers.follow(ask_for_update)
