"""What stands in an address for a work, an edition and a revision: `<work:slug>/<siglum:siglum>@<revision:number>`."""

from django.urls import register_converter

from corpus.works.validation import SIGLUM_FORBIDDEN, SIGLUM_LONGEST


class WorkConverter:
    """The slug of a work."""

    regex = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SiglumConverter(WorkConverter):
    """The siglum of an edition, in any script."""

    regex = rf"[^\x00-\x1f\s{SIGLUM_FORBIDDEN}]{{1,{SIGLUM_LONGEST}}}"  # no database is asked for a NUL


class RevisionConverter:
    """The number of a revision: of at most nine digits, so that every database can be asked for it."""

    regex = r"[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def register() -> None:
    """Make `work`, `siglum` and `revision` known to `path()`; called once, when the app is ready."""
    register_converter(WorkConverter, "work")
    register_converter(SiglumConverter, "siglum")
    register_converter(RevisionConverter, "revision")
