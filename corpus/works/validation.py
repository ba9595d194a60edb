"""What a date, a language, a siglum and a slug may look like. Dates and languages are judged by kept libraries."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from corpus.extraction.soundness import SURROGATE, place

SIGLUM_LONGEST = 32
SIGLUM_FORBIDDEN = "/@#?<>"
SIGLA_TAKEN = {".", "..", "add", "describe", "rules", "collation"}  # what stands in their place in an address


def validate_date(value: str) -> None:
    """Extended Date/Time Format (ISO 8601-2): 1941, 1941-08, 1941-10~, 1848/1946, ../1945."""
    from edtf import parse_edtf  # here, since importing it takes as long as half of the site
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parse_edtf(value)
    except EDTFParseException as error:
        raise ValidationError(
            "“%(value)s” is not a date in EDTF. Write 1941, 1941-08, 1941-08-15, 1941~ (about) or 1939/1945.",
            code="date",
            params={"value": value},
        ) from error


def validate_language(value: str) -> None:
    """A language tag after BCP 47: en, fr, de-1901, zh-Hant."""
    import langcodes  # here, since importing it takes long

    if not langcodes.tag_is_valid(value):
        raise ValidationError(
            "“%(value)s” is not a language tag (BCP 47). Write en, fr, de, ru, zh-Hant …",
            code="language",
            params={"value": value},
        )


def validate_siglum(value: str) -> None:
    """1 to 32 characters without blanks, control characters, and none of / @ # ? < >."""
    if not 1 <= len(value) <= SIGLUM_LONGEST:
        raise ValidationError("A siglum has 1 to 32 characters.", code="siglum")
    for character in value:
        blank = character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"}
        if blank or character in SIGLUM_FORBIDDEN:
            raise ValidationError(
                "The siglum “%(value)s” has a character that cannot stand in an address: "
                "no blanks, control characters, or any of / @ # ? < >.",
                code="siglum",
                params={"value": value},
            )
    if value in SIGLA_TAKEN:
        raise ValidationError(
            "The siglum “%(value)s” means something else in an address. Choose another.",
            code="siglum",
            params={"value": value},
        )


def validate_slug(value: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", value):
        raise ValidationError(
            "“%(value)s” cannot be an address: small letters, digits, hyphens and dots.",
            code="slug",
            params={"value": value},
        )


def validate_plain(value: str) -> None:
    """No NUL and no lone surrogate: neither database keeps both."""
    nul = value.find("\x00")
    if nul >= 0:
        raise ValidationError(
            f"There is a NUL character at {place(value, nul)}, which cannot be kept; take it out.", code="nul"
        )
    half = SURROGATE.search(value)
    if half:
        raise ValidationError(
            f"There is half of a surrogate pair at {place(value, half.start())}, which cannot be kept: "
            "write the whole character there.",
            code="surrogate",
        )
