"""How to cite a dataset: BibTeX in its card, and CITATION.cff."""

import re
import unicodedata

import yaml

from goldspan.gold.release.about import UNKNOWN, Author
from goldspan.gold.release.facts import CardFacts


def bibtex(facts: CardFacts) -> str:
    """An entry for a bibliography."""
    name = facts.repository.partition("/")[2]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    key = re.sub("[^A-Za-z0-9]+", "-", plain).strip("-").lower()
    fields = {
        "title": f"{{{facts.title}}}",
        "author": " and ".join(facts.authors),
        "version": facts.version,
        "url": url(facts),
        **({"doi": facts.about.doi} if facts.about.doi else {}),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def citation_file(facts: CardFacts) -> str:
    """CITATION.cff, format 1.2.0."""
    authors = [_author(author) for author in facts.about.authors]
    content = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": facts.title,
        "authors": authors or [{"name": facts.authors[0]}],
        "version": facts.version,
        "url": url(facts),
        **({"doi": facts.about.doi} if facts.about.doi else {}),
        **({"license": _spdx(facts.about.license)} if _spdx(facts.about.license) else {}),
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def url(facts: CardFacts) -> str:
    """Where the dataset is."""
    return facts.about.homepage or f"https://huggingface.co/datasets/{facts.repository}"


def _author(author: Author) -> dict[str, str]:
    return {
        "name": author.name,
        **({"affiliation": author.affiliation} if author.affiliation else {}),
        **({"orcid": f"https://orcid.org/{author.orcid}"} if author.orcid else {}),
    }


def _spdx(name: str) -> str:
    """The licence as SPDX names it; empty where that isn't known."""
    if name in (UNKNOWN, "other"):
        return ""
    return {"apache-2.0": "Apache-2.0", "mit": "MIT"}.get(name, name.upper())
