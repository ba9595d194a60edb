"""Who may do what: the one place that decides. Objects, lists, counts, exports and the API ask here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from corpus.access.models import User

Person = User | AnonymousUser


class Visibility:
    PUBLIC = "public"
    PRIVATE = "private"
    CHOICES = [(PUBLIC, "public"), (PRIVATE, "private: for editors alone")]


def may_edit(person: Person) -> bool:
    """May this person add editions, correct texts, see what is private, and answer error reports?"""
    return isinstance(person, User) and person.may_edit


def may_operate(person: Person) -> bool:
    """May this person see how the site itself is: what was checked, what was found?"""
    return isinstance(person, User) and person.may_operate


def visible(person: Person, *paths: str) -> Q:
    """The condition under which a row is shown to `person`: every `path` (a look-up that ends in a
    `visibility` field, such as `"edition__work__visibility"`) must be public, unless the person is an editor."""
    if may_edit(person):
        return Q()
    return Q(**dict.fromkeys(paths, Visibility.PUBLIC))
