"""Draws the pictures of the concept pages: ``python docs/images/draw.py``.

Each has a light ground of its own, so that it can be read on a dark page as well.
"""

from pathlib import Path

from shapes import (
    ADVANCE,
    AGREEMENT,
    COUNTRY,
    INK,
    LEADER,
    LINE,
    PAPER,
    SOFT,
    TINT,
    Parts,
    arrow,
    box,
    mark,
    mono,
    picture,
    text,
)


def loop() -> str:
    """The whole loop."""
    parts = [
        box(20, 30, 120, 66, "articles", "a sentence a line"),
        arrow(140, 63, 212, 63, "push"),
        box(214, 30, 130, 66, "Label Studio", "people mark"),
        arrow(344, 63, 416, 63, "pull"),
        box(418, 30, 120, 66, "annotations", "JSON Lines"),
        arrow(538, 63, 598, 63, "build"),
        box(600, 30, 100, 66, "gold", "a dataset"),
        arrow(650, 96, 650, 156),
        box(600, 158, 100, 66, "score", "P, R, F1"),
        box(214, 158, 130, 66, "extractor", "any program"),
        arrow(344, 191, 416, 191, "predict"),
        box(418, 158, 120, 66, "predictions", "JSON Lines"),
        arrow(538, 191, 598, 191),
    ]
    return picture("From articles to a score", 254, parts)


def span() -> str:
    """A span inside a glued word, with the offsets that name it."""
    line = "PresidentPutin met Xi"
    size, x, y = 38.0, 40.0, 78.0
    step = size * ADVANCE
    parts = [
        mark(x, y, line, "Putin", LEADER, size=size),
        mark(x, y, line, "Xi", LEADER, size=size),
    ]
    parts += [mono(x, y, line, size=size)]
    for place in range(len(line) + 1):
        named = place in (9, 14, 19, 21)
        parts.append(
            text(
                x + place * step, y + 30, str(place), size=15 if named else 12, anchor="middle",
                weight="700" if named else "400", colour=LEADER if named else SOFT,
            )
        )  # fmt: skip
    parts += [
        text(x, 150, "start 9, end 14, LEADER", weight="600"),
        text(x + 250, 150, "the end is the first character after the name", colour=SOFT),
        text(x, 178, "start 19, end 21, LEADER", weight="600"),
        text(x + 250, 178, "end minus start is the length", colour=SOFT),
    ]
    return picture("Two spans and their offsets", 206, parts)


def guidelines() -> str:
    """What is made of the guidelines."""
    parts = [box(270, 100, 180, 66, "guidelines.md", "labels, rules, examples", fill="#e8f1fa")]
    made = [
        (20, 20, "labelling page", "labels, hotkeys"),
        (20, 104, "instructions", "what annotators read"),
        (20, 188, "quiz", "who is ready"),
        (520, 20, "hidden controls", "who stays careful"),
        (520, 104, "labels of gold", "and of every score"),
        (520, 188, "checks", "unknown labels refused"),
    ]
    for x, y, *words in made:
        parts.append(box(x, y, 180, 60, *words))
        end = x + 180 if x < 200 else x
        start = 270 if x < 200 else 450
        parts.append(arrow(start, 133, end + (4 if x < 200 else -4), y + 30))
    return picture("What one guidelines file makes", 268, parts)


def agreement() -> str:
    """Two annotators on one sentence."""
    line = "Prime Minister Abe praised the EU–Japan EPA in Tokyo"
    size, x = 16.0, 110.0
    parts: Parts = []
    for name, y, quotes in (
        ("Lan", 50.0, (("Abe", LEADER), ("EU–Japan EPA", AGREEMENT))),
        (
            "Minh",
            100.0,
            (("Minister Abe", LEADER), ("EU–Japan EPA", AGREEMENT), ("Japan", COUNTRY)),
        ),
    ):
        parts.append(text(30, y, name, weight="600"))
        parts += [mark(x, y, line, quote, colour, size=size) for quote, colour in quotes]
        parts.append(mono(x, y, line, size=size))
    columns = (
        (30, "boundary", "same label, another start"),
        (280, "agreed", "same start, end and label"),
        (530, "missed", "Lan has no span here"),
    )
    for left, what, why in columns:
        parts += [text(left, 150, what, weight="600"), text(left, 171, why, size=13, colour=SOFT)]
    parts.append(
        text(
            30, 205, "Strict F1 = 2 × 1 / (2 + 3) = 0.40: one span both have, of 2 and 3.", size=14
        )
    )
    return picture("One sentence, two annotators", 226, parts)


def adjudication() -> str:
    """What becomes of agreed and of disputed spans."""
    parts = [
        box(20, 30, 120, 62, "Lan", "her spans"),
        box(20, 134, 120, 62, "Minh", "his spans"),
        arrow(140, 61, 196, 100),
        arrow(140, 165, 196, 126),
        box(200, 83, 120, 60, "gold build"),
        arrow(320, 98, 546, 61),
        text(400, 66, "all agree", size=13, colour=SOFT),
        box(550, 30, 150, 62, "gold", "agreed or decided"),
        arrow(320, 128, 366, 152),
        box(370, 134, 130, 62, "adjudicator", "names hidden"),
        arrow(500, 152, 572, 96),
        arrow(500, 172, 546, 172),
        box(550, 134, 150, 62, "left_out.jsonl", "with the verdict"),
        text(576, 118, "right, missed", size=13, colour=SOFT),
        text(400, 218, "boundary, label, attribute, spurious: not gold", size=13, colour=SOFT),
    ]
    return picture("Agreed spans are gold, disputed ones are decided", 238, parts)


def gold() -> str:
    """What a gold folder holds."""
    parts = [text(30, 40, "gold/", weight="700", size=17)]
    rows = (
        ("sentences/", "every sentence with its spans: the truth", "#e8f1fa"),
        ("tokens/", "the same as tokens and tags: a view", "#e8f1fa"),
        ("annotations/", "what each annotator said", "#e8f1fa"),
        ("disagreements.jsonl", "sentences that wait for a decision", PAPER),
        ("left_out.jsonl", "whatever isn't gold, with the reason", PAPER),
        ("misaligned.jsonl", "spans that no token fits", PAPER),
        ("agreement.json", "how far annotators agree, on all sentences", PAPER),
        ("manifest.json", "hashes of what it was built from, counts", PAPER),
    )
    for number, (name, meaning, fill) in enumerate(rows):
        y = 56 + 38 * number
        parts.append(
            f'<rect x="30" y="{y}" width="660" height="32" rx="6" fill="{fill}" stroke="{LINE}"/>'
        )
        parts += [text(44, y + 21, name, weight="600"), text(250, y + 21, meaning, colour=SOFT)]
    return picture("What a gold folder holds", 374, parts)


def referee() -> str:
    """Text cut at every boundary, so that tags say exactly what spans say."""
    pieces = ("President", "Putin", " met ", "Xi", " in ", "Ha Noi")
    gold_tags = ("O", "B-LEADER", "O", "B-LEADER", "O", "O")
    said_tags = ("O", "B-LEADER", "O", "O", "O", "B-LEADER")
    size = 17.0
    parts = [
        text(24, 52, "text", weight="600"),
        text(24, 98, "gold", weight="600"),
        text(24, 134, "predicted", weight="600"),
    ]
    x = 128.0
    for piece, gold_tag, said_tag in zip(pieces, gold_tags, said_tags, strict=True):
        width = max(len(piece) * size * ADVANCE + 16, 90)
        parts.append(
            f'<rect x="{x:g}" y="30" width="{width:g}" height="34" rx="4" fill="{PAPER}"'
            f' stroke="{LINE}"/>'
        )
        inside = piece.strip()
        parts.append(mono(x + (width - len(inside) * size * ADVANCE) / 2, 53, inside, size=size))
        for y, tag in ((98, gold_tag), (134, said_tag)):
            colour = LEADER if tag != "O" else SOFT
            parts.append(
                text(x + width / 2, y, tag, size=13, anchor="middle", colour=colour, weight="600")
            )
        x += width + 2
    parts += [
        text(24, 180, "spans counted by goldspan:"),
        text(248, 180, "1 matched, 2 predicted, 2 gold"),
        text(24, 204, "tags counted by seqeval:"),
        text(248, 204, "1 matched, 2 predicted, 2 gold"),
        text(573, 192, "must be equal", weight="600", colour=COUNTRY),
    ]
    return picture("Two counts that must be equal", 226, parts)


def uncertainty() -> str:
    """F1 with intervals: the demo's figures."""
    rows = (
        ("LEADER", 0.6547, 0.570, 0.731, "209 gold spans", LEADER),
        ("COUNTRY", 0.9346, 0.901, 0.957, "265 gold spans", COUNTRY),
        ("AGREEMENT", 0.5641, 0.459, 0.663, "90 gold spans", AGREEMENT),
        ("all", 0.7871, 0.746, 0.823, "564 gold spans", INK),
    )
    left, scale = 150.0, 380.0 / 0.6
    place = lambda share: left + (share - 0.4) * scale  # noqa: E731
    parts: Parts = []
    for tenth in range(4, 11):
        x = place(tenth / 10)
        parts.append(f'<line x1="{x:g}" y1="24" x2="{x:g}" y2="196" stroke="#d5dce3"/>')
        parts.append(text(x, 216, f"{tenth / 10:.1f}", size=13, anchor="middle", colour=SOFT))
    for number, (name, f1, low, high, count, colour) in enumerate(rows):
        y = 46 + 44 * number
        parts += [
            text(24, y + 5, name, weight="600"),
            f'<line x1="{place(low):g}" y1="{y}" x2="{place(high):g}" y2="{y}" stroke="{colour}"'
            ' stroke-width="8" stroke-linecap="round" opacity="0.45"/>',
            f'<circle cx="{place(f1):g}" cy="{y}" r="7" fill="{colour}"/>',
            text(560, y + 5, count, size=14, colour=SOFT),
        ]
    parts.append(text(left, 240, "F1 with its 95% interval: 16 documents", size=13, colour=SOFT))
    return picture("F1 of four labels with intervals", 256, parts)


def page() -> str:
    """The labelling page, its parts numbered as the steps on the annotators' sheet."""
    line = "PresidentMacron spoke first in Paris."
    size, x, y = 22.0, 40.0, 112.0

    def step(x: float, y: float, number: int) -> str:
        circle = f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="{INK}"/>'
        return circle + text(x, y + 5, str(number), colour=PAPER, anchor="middle", weight="700")

    parts = [
        f'<rect x="20" y="14" width="680" height="156" rx="8" fill="{PAPER}" stroke="{LINE}"/>'
    ]
    for place, (name, key, colour) in enumerate(
        (("LEADER", "1", LEADER), ("COUNTRY", "2", COUNTRY), ("AGREEMENT", "3", AGREEMENT))
    ):
        left = 40 + 150 * place
        parts.append(
            f'<rect x="{left}" y="28" width="136" height="30" rx="6" fill="{TINT[colour]}"'
            f' stroke="{colour}"/>'
        )
        parts += [
            text(left + 12, 48, name, size=14, weight="600"),
            text(left + 116, 48, key, size=14),
        ]
    parts += [
        step(500, 43, 1),
        mark(x, y, line, "Macron", LEADER, size=size),
        mono(x, y, line, size=size),
        step(198, 138, 2),
        box(560, 122, 120, 36, "Submit", fill="#e8f1fa"),
        step(546, 140, 3),
    ]
    return picture("The labelling page: labels, the sentence, Submit", 184, parts)


DRAWN = {
    "page": page,
    "loop": loop,
    "concept-span": span,
    "concept-guidelines": guidelines,
    "concept-agreement": agreement,
    "concept-adjudication": adjudication,
    "concept-gold": gold,
    "concept-referee": referee,
    "concept-uncertainty": uncertainty,
}


def draw_all(folder: Path) -> None:
    """Write every picture into `folder`."""
    for name, draw in DRAWN.items():
        (folder / f"{name}.svg").write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    draw_all(Path(__file__).parent)
