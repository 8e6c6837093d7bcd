"""Cohen's kappa on IOB2 tags, for comparison with papers that report it, and why it misleads."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from goldspan.agreement.corrected import TokenKappa, TokenKappas
from goldspan.gold.measures.shared import Pair, name_of
from goldspan.iob2 import OUTSIDE, encode
from goldspan.tokens import TOKENISER, tokenise

WARNING = (
    "Token kappa misleads: most tokens are outside for everybody, which lifts it; a span one token"
    " off counts as mostly right; spans that don't fit the tokens aren't seen at all; and it"
    " changes with the tokeniser. Never compare it with F1, alpha or gamma."
)


def token_kappa(pairs: Iterable[Pair]) -> TokenKappas:
    """Cohen's kappa (1960) of every two annotators on the tags of the default tokeniser.

    kappa = (observed - expected) / (1 - expected), expected from each annotator's own shares of
    the tags, over the tokens of all sentences both annotated.
    """
    confusions: dict[str, Counter[tuple[str, str]]] = {}
    unseen: Counter[str] = Counter()
    tokens_of = lru_cache(maxsize=1)(tokenise)
    for pair in pairs:
        tokens = tokens_of(pair[0].text)
        name = name_of(pair)
        tags = []
        for annotation in pair:
            tagged, left_over = encode(annotation.spans, tokens)
            tags.append(tagged)
            unseen[name] += len(left_over)
        confusions.setdefault(name, Counter()).update(zip(*tags, strict=True))
    return TokenKappas(
        warning=WARNING,
        tokeniser=TOKENISER,
        pairs={
            name: _kappa(confusion, unseen[name]) for name, confusion in sorted(confusions.items())
        },
    )


def _kappa(confusion: Counter[tuple[str, str]], unseen: int) -> TokenKappa:
    tokens = sum(confusion.values())
    first, second = (_shares(confusion, side) for side in (0, 1))
    observed = sum(count for (one, other), count in confusion.items() if one == other)
    by_chance = sum(count * second[tag] for tag, count in first.items())
    expected = by_chance / tokens**2 if tokens else 1.0
    return TokenKappa(
        kappa=(observed / tokens - expected) / (1 - expected) if expected < 1 else None,
        tokens=tokens,
        outside_for_both=confusion[OUTSIDE, OUTSIDE],
        spans_not_seen=unseen,
    )


def _shares(confusion: Counter[tuple[str, str]], side: int) -> Counter[str]:
    tags: Counter[str] = Counter()
    for pair, count in confusion.items():
        tags[pair[side]] += count
    return tags
