from django.apps import AppConfig


class PhrasingConfig(AppConfig):
    name = "comparisons.phrasing"
