"""The part of a card that says how good the data are."""

from goldspan.gold.release.agreement_section import agreement_section
from goldspan.gold.release.facts import CardFacts
from goldspan.gold.release.matter import creators
from goldspan.gold.release.wording import counted, listed, own
from goldspan.near_duplicates import SIMILARITY
from goldspan.wording import how_many

_FEW = 30
_CREATORS = {
    "expert-generated": "People who know the field annotated.",
    "crowdsourced": "Crowd workers annotated.",
    "machine-generated": "**Machines annotated; no person did.**",
    "other": "Who the annotators are, the maintainers haven't said.",
}


def annotators(facts: CardFacts) -> str:
    """Who annotated, from what, and how far they agree."""
    figures = facts.figures
    who = listed([f"`{name}` ({count})" for name, count in figures.annotators.items()])
    each = listed(
        [
            f"{count} by {number} annotator{'' if number == '1' else 's'}"
            for number, count in figures.annotators_per_sentence.items()
        ]
    )
    origins = listed([f"{count} {name}" for name, count in figures.origins.items()])
    suggested = listed(
        [f"`{name}` in {count} sentences" for name, count in figures.suggested_by.items()]
    )
    shown = (
        f"Annotators began with suggestions of {suggested}: a score of such an extractor on these"
        " sentences is too good."
        if suggested
        else "No annotator was shown any suggestion."
    )
    return f"""## Who annotated, and how

{_CREATORS[creators(facts)]}

{own(facts, "annotators", "")}

Annotators, with the number of sentences of this dataset each annotated: {who or "not published"}. \
{_adjudicated(facts)}Sentences by number of annotators: {each}. {_decided(facts)}Mentions by \
origin: {origins or "none"}. {shown}

{agreement_section(facts)}"""


def _decided(facts: CardFacts) -> str:
    """How it was decided what is in the dataset; empty where the manifest doesn't say."""
    policy = str(facts.manifest.policies.get("policy", ""))
    rules = {
        "unanimous": "all annotators of its sentence marked it alike",
        "majority": "more than half of the annotators of its sentence marked it",
    }
    rule = rules.get(policy) or (policy and f"`{policy.partition(':')[2]}` marked it")
    return f"A mention is in this dataset if {rule}, or an adjudicator decided so. " if rule else ""


def _adjudicated(facts: CardFacts) -> str:
    deciders = facts.figures.adjudicators
    if not deciders:
        return ""
    who = listed([f"`{name}` ({count})" for name, count in deciders.items()])
    return f"Adjudicators, with the number each decided on: {who}. "


def noise(facts: CardFacts) -> str:
    """What is wrong with the text, and what tokens can't show."""
    figures = facts.figures
    noisy = {
        name.partition("=")[2]: count
        for name, count in figures.attributes.items()
        if name.startswith("noise=")
    }
    other = {n: c for n, c in figures.attributes.items() if not n.startswith("noise=")}
    lines = [
        "## Known noise",
        "",
        "The text is as it was found and was never repaired. Flags and"
        " attributes are those that annotators gave; [the guidelines](guidelines.md) say what each"
        " means.",
        "",
    ]
    lines.append(f"- Sentences by flag: {counted(figures.flags) or 'none'}.")
    lines.append(f"- Mentions marked as noise: {counted(noisy) or 'none'}.")
    lines.append(f"- Other attributes of mentions: {counted(other) or 'none'}.")
    examples = f" Examples: {', '.join(facts.misaligned)}." if facts.misaligned else ""
    lines.append(
        f"- Tokens can't show {figures.misaligned} of {figures.spans} mentions, because these begin"
        " or end inside a token or lie inside another mention (by split:"
        f" {counted({name: one.misaligned for name, one in figures.splits.items()})};"
        " [misaligned.jsonl](misaligned.jsonl) lists them). Configuration `default` has every one;"
        f" `lossless` is false in the rows of `bio` that miss one.{examples}"
    )
    return "\n".join(lines)


def leakage(facts: CardFacts) -> str:
    """What the splits share."""
    figures = facts.figures
    if not figures.leakage:
        return f"""## Leakage

There is no training split, so nothing can leak from one ({listed(list(figures.splits))} only). \
Documents, texts and names may still stand in what your extractor was trained on."""
    rows = "\n".join(
        f"| {split} | {one.documents} | {one.texts} | {one.seen} of {one.mentions} |"
        for split, one in figures.leakage.items()
    )
    return f"""## Leakage

What a split shares with `train`: documents; sentences of which `train` has a near duplicate (an \
Indel ratio of {SIMILARITY:.0%} and more of letters and digits, without case and diacritics); \
mentions whose wording carries the same label there (without case).

| split | documents | near duplicates | mentions seen |
|---|---:|---:|---:|
{rows}"""


def limitations(facts: CardFacts) -> str:
    """What not to conclude from this dataset."""
    figures = facts.figures
    lines = []
    for split, one in figures.splits.items():
        few = [label for label, row in one.labels.items() if sum(row.values()) < _FEW]
        if few:
            lines.append(
                f"- `{split}` has fewer than {_FEW} mentions of {listed(few)}: few to judge by."
            )
    single = figures.origins.get("single", 0)
    if single:
        lines.append(f"- {single} of {figures.spans} mentions rest on one annotator alone.")
    if creators(facts) == "machine-generated":
        lines.append("- Machines share habits and errors: their agreement says little about truth.")
    if facts.manifest.counts.get("sentences_in_disagreements"):
        lines.append(
            "- Sentences on which annotators disagree are left out, and they are the hard ones:"
            " scores are better than on all sentences."
        )
    if figures.documents < _FEW:
        lines.append(
            f"- {how_many(figures.documents, 'document is', 'documents are')} a small sample:"
            " intervals are wide."
        )
    return "## Limitations\n\n" + "\n\n".join(
        part for part in ("\n".join(lines), own(facts, "limitations", "")) if part
    )
