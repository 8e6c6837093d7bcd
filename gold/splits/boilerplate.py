"""Page furniture: credits, copyright lines, links."""

from goldspan.dataset import GoldSentence

BOILERPLATE = "boilerplate"


def is_boilerplate(sentence: GoldSentence) -> bool:
    """Whether a sentence is page furniture, by its section or by what annotators said."""
    return sentence.section == BOILERPLATE or BOILERPLATE in sentence.flags
