"""Filters that tell a reader what a description says: `language_name`, `direction`, `date_words`."""

from django import template

from corpus.works import dates, languages

register = template.Library()
register.filter("language_name", languages.name_of)
register.filter("direction", languages.direction_of)
register.filter("date_words", dates.in_words)
