"""Hypothesis strategies for texts like those of real articles, and spans on them."""

from hypothesis import strategies as st

from goldspan.spans import Span

LABELS = ("LEADER", "COUNTRY", "AGREEMENT")

_WORDS = st.sampled_from(
    [
        "PresidentPutin",
        "Vietnamgives",
        "Trần Đại Quang",
        "Tra\u0302\u0300n",
        "莱苏丹哈吉",
        "🇻🇳🤝🇫🇷",
        "👨\u200d👩\u200d👧",
        "O'Neill",
        "Vietnam\u2019s",
        "(VN-EAEU FTA)",
        "\u00a0",
        "  ",
        ".",
        "APEC 2017",
        "a",
    ]
)
texts = st.one_of(
    st.lists(_WORDS, min_size=1, max_size=8).map(" ".join),
    st.lists(_WORDS, min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40),
).filter(lambda text: bool(text.strip()))


@st.composite
def spans_on(draw: st.DrawFn, text: str, max_size: int = 8) -> list[Span]:
    """Distinct spans of any kind on a text: nested, crossing, inside words."""
    found: dict[tuple[int, int, str], Span] = {}
    for _ in range(draw(st.integers(0, max_size))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        span = Span(start=start, end=end, label=draw(st.sampled_from(LABELS)))
        found[span.key] = span
    return list(found.values())
