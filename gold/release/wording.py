"""Small pieces of a card's Markdown."""

from collections.abc import Mapping

from goldspan.gold.paragraphs import marked
from goldspan.gold.release.facts import CardFacts


def language_names(facts: CardFacts) -> dict[str, str]:
    """English names of the languages by tag."""
    from babel import Locale

    names = Locale("en").languages
    tags = facts.figures.sentences_by_language
    return {tag: names.get(tag, "not known" if tag == "und" else tag) for tag in tags}


def own(facts: CardFacts, name: str, otherwise: str) -> str:
    """The maintainers' paragraph between its marks, after what is said where they said nothing."""
    text = facts.paragraphs.get(name, "")
    before = f"{otherwise}\n\n" if otherwise and not text else ""
    return before + marked(name, text)


def chart(facts: CardFacts, name: str) -> list[str]:
    """A chart's line, if there is such a chart."""
    path = f"charts/{name}.svg"
    return [f"![{facts.charts[path]}]({path})"] if path in facts.charts else []


def counted(counts: Mapping[str, int]) -> str:
    """Names with their counts."""
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def listed(names: list[str]) -> str:
    """Names in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def cell(text: str) -> str:
    """A text inside a table's cell and inside emphasis."""
    for character in "\\|*_`<[":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())
