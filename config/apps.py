from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Named an app for its commands; it stores nothing."""

    name = "config"
    label = "house"
