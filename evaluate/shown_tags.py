"""The very tags that were given, as seqeval is shown them."""

from goldspan.evaluate.arrays import Numbers
from goldspan.evaluate.judge import JudgeMode, Tags, safe_names
from goldspan.evaluate.referee import Shown
from goldspan.schemes import Scheme

_OF_SEQEVAL = {"IOB1": "IOB1", "IOB2": "IOB2", "BIOES": "IOBES", "BILOU": "BILOU"}


def shown_tags(
    tags: tuple[list[str], list[str]],
    bounds: Numbers,
    scheme: Scheme,
    mode: str,
    labels: list[str],
) -> Shown:
    """The very tags for seqeval, in letters it knows.

    Its default mode knows ``E`` and ``S`` but not ``L`` and ``U``; it has no scheme IO, which
    reads the same in the default mode.
    """
    how: JudgeMode = "strict" if mode == "strict" and scheme.name in _OF_SEQEVAL else "default"
    name = dict(zip(labels, safe_names(labels), strict=True))
    letters = {"L": "E", "U": "S"} if how == "default" and scheme.name == "BILOU" else {}
    translated: dict[str, str] = {}
    for tag in {*tags[0], *tags[1]}:
        parsed = scheme.parse(tag)
        if parsed is None or not parsed[1]:
            translated[tag] = "O"
        else:
            prefix = tag.partition("-")[0]
            translated[tag] = f"{letters.get(prefix, prefix)}-{name[parsed[1]]}"

    def of_sentences(rows: Numbers) -> tuple[Tags, Tags]:
        cuts = [(int(bounds[row]), int(bounds[row + 1])) for row in rows.tolist()]
        y_true, y_pred = (
            [[translated[tag] for tag in side[begin:end]] for begin, end in cuts] for side in tags
        )
        return y_true, y_pred

    return Shown(of_sentences, how, _OF_SEQEVAL.get(scheme.name, "IOB2"), "the tokens given")
