"""What a dataset's card can't read from the data: its title, licences, authors, who annotated."""

import re
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from goldspan.errors import InputError, after_colon
from goldspan.files import read_text

ABOUT = Path("about.yaml")
UNKNOWN = "unknown"

Creators = Literal["expert-generated", "crowdsourced", "machine-generated", "other"]
TextCreators = Literal["found", "expert-generated", "crowdsourced", "machine-generated", "other"]


class Author(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is to be cited.

    Attributes:
        name: as it is to be printed.
        affiliation: where they work.
        orcid: their ORCID, the number alone.
    """

    name: str
    affiliation: str = ""
    orcid: str = ""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What only the maintainers know of a dataset.

    Attributes:
        title: the dataset's title; else that of its guidelines.
        summary: what it is, in a sentence or two.
        license: the licence of the annotations, as the Hub names it (``cc-by-4.0``).
        text_license: the licence of the text, likewise; ``other`` with `text_rights` to say more.
        text_rights: who owns the text and what one may do with it.
        annotators: who annotated.
        text_creators: where the text comes from.
        authors: whom to cite; else the Hub's namespace.
        homepage: where to read more.
        doi: the dataset's DOI, without ``https://doi.org/``.
        tags: further words to be found by.
    """

    title: str = ""
    summary: str = ""
    license: str = UNKNOWN
    text_license: str = UNKNOWN
    text_rights: str = ""
    annotators: Creators | None = None
    text_creators: TextCreators = "found"
    authors: list[Author] = []
    homepage: str = ""
    doi: str = ""
    tags: list[str] = []

    def __post_init__(self) -> None:
        """Check what the Hub would refuse.

        Raises:
            ValueError: a licence isn't written as the Hub writes it.
        """
        for name in (self.license, self.text_license):
            if not re.fullmatch(r"[a-z0-9][a-z0-9.+-]*", name):
                raise ValueError(
                    f"license {name!r} isn't written as the Hub does (cc-by-4.0, apache-2.0, other)"
                )


def find_about(path: Path | None) -> About:
    """The file given, else ``about.yaml`` in the working directory, else nothing said.

    Raises:
        InputError: the file can't be read, or says what no such file can say.
    """
    if path is None and not ABOUT.exists():
        return About()
    return read_about(path or ABOUT)


def read_about(path: Path) -> About:
    """Read such a file.

    Raises:
        InputError: it can't be read, or says what no such file can say.
    """
    text = read_text(path)
    try:
        content: Any = yaml.safe_load(text) or {}
        return msgspec.convert(content, About)
    except yaml.YAMLError as error:
        raise InputError(f"{path}: not YAML: {' '.join(str(error).split())}.") from None
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: {after_colon(str(error))}.") from None
