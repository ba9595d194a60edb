"""What a language tag means to a reader: its name, and which way its script runs."""

from functools import lru_cache

RIGHT_TO_LEFT = {
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Sogd", "Sogo", "Syrc", "Thaa", "Yezi",
}  # fmt: skip


@lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """The language's name in English: fr → French; the tag itself where it is not known, nothing for nothing."""
    import langcodes  # here and below, since importing it takes long and many commands never need it

    if not tag or not langcodes.tag_is_valid(tag):
        return tag
    return langcodes.Language.get(tag).display_name()


@lru_cache(maxsize=1024)
def direction_of(tag: str) -> str:
    """`rtl` or `ltr`, by the script that the language is written in; `auto` where no language is given."""
    import langcodes

    if not tag or not langcodes.tag_is_valid(tag):
        return "auto"
    return "rtl" if langcodes.Language.get(tag).maximize().script in RIGHT_TO_LEFT else "ltr"
