"""Extractors by name: what is asked for, what is missing, what others add."""

from typing import Annotated

import msgspec
import pytest

from goldspan.errors import InputError
from goldspan.extractors import Answer, Claim, Kind, Offsets, find_extractor, predictions_of, table
from goldspan.extractors.kinds import NoOptions, options_of
from goldspan.extractors.label_map import Mapped, read_label_map
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY", "AGREEMENT"]


class Options(msgspec.Struct, frozen=True):
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1, description="least score")] = 0.5
    device: Annotated[str, msgspec.Meta(description="cpu, cuda")] = "cpu"


class Said:
    """An extractor that says what it is told to."""

    name = "said 1"
    offsets = Offsets()

    def __init__(self, claims=(), labels=None, configuration=None):
        self.claims = claims
        self.labels = labels
        self.configuration = configuration or {}

    def extract(self, sentences):
        return [Answer(claims=list(self.claims)) for _ in sentences]


@pytest.fixture
def asked(monkeypatch):
    """What the kind `said` was asked to make."""
    seen = []

    def make(argument, options, task):
        seen.append((argument, options, task))
        return Said(labels=argument.split("+"))

    kinds = (
        Kind("said:LABELS", "for tests", make, options=Options),
        Kind("web://HOST", "for tests", make, schemes=("web", "webs")),
        Kind("lacking:X", "for tests", make, packages=("there_is_no_such",), extra="lacking"),
    )
    monkeypatch.setattr(table, "KINDS", (*table.KINDS, *kinds))
    return seen


def failure(*arguments, **further):
    with pytest.raises(InputError) as caught:
        find_extractor(*arguments, **further)
    return str(caught.value)


def test_a_kind_gets_what_follows_the_prefix_its_options_and_the_labels(asked):
    find_extractor("said:LEADER+COUNTRY", LABELS, options=["threshold=0.25", "device=cuda"])
    [(argument, options, task)] = asked
    assert argument == "LEADER+COUNTRY"
    assert options == Options(threshold=0.25, device="cuda")
    assert task.labels == task.ask_for == LABELS


def test_a_url_is_given_whole(asked):
    find_extractor("webs://host:80/x", LABELS, label_map={"webs://host:80/x": "LEADER"})
    assert asked[0][0] == "webs://host:80/x"


def test_the_map_says_what_to_ask_for(asked):
    find_extractor("said:PERSON", LABELS, label_map={"PERSON": "LEADER"})
    assert asked[0][2].ask_for == ["PERSON"]


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("basline", [], "there is no extractor 'basline'; there are baseline, "),
        ("basline", [], "did you mean 'baseline'?"),
        ("baseline:x", [], "extractor baseline:x: name it as baseline."),
        ("said", [], "extractor said: name it as said:LABELS."),
        ("baseline", ["a=1"], "--option a=1: baseline has no options."),
        (
            "said:LEADER",
            ["treshold=1"],
            "--option treshold=1: said:LABELS has threshold, device; did you mean 'threshold'?",
        ),
        ("said:LEADER", ["threshold"], "--option threshold: write it as key=value."),
        (
            "said:LEADER",
            ["threshold=high"],
            "--option threshold of said:LABELS: expected `float`, got `str`.",
        ),
        (
            "said:LEADER",
            ["threshold=2"],
            "--option threshold of said:LABELS: expected `float` <= 1.0.",
        ),
        (
            "lacking:x",
            [],
            "extractor lacking:x needs there_is_no_such, which is not installed:"
            ' pip install "goldspan[lacking]"',
        ),
        (
            "said:PERSON+LEADER",
            [],
            "extractor said 1 gives PERSON, which the guidelines lack: their labels are LEADER,"
            " COUNTRY, AGREEMENT. Say which is which with --map PERSON=LEADER,...; what isn't"
            " mapped is then left out and counted.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(asked, name, options, says):
    assert says in failure(name, LABELS, options=options)


def test_options_say_what_they_are():
    kind = Kind("said:X", "for tests", lambda *_: Said(), options=Options)
    assert [(o.name, o.default, o.description) for o in options_of(kind)] == [
        ("threshold", 0.5, "least score"),
        ("device", "cpu", "cpu, cuda"),
    ]
    assert options_of(kind._replace(options=NoOptions)) == []


def test_a_map_is_read():
    assert read_label_map("PERSON=LEADER, GPE=COUNTRY,NORP=COUNTRY", LABELS) == {
        "PERSON": "LEADER",
        "GPE": "COUNTRY",
        "NORP": "COUNTRY",
    }


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("PERSON", "--map PERSON: write it as THEIRS=OURS,THEIRS=OURS."),
        ("PERSON=", "--map PERSON=: write it as"),
        ("A=LEADER,A=COUNTRY", "--map gives A two labels: LEADER and COUNTRY."),
        (
            "GPE=CONTRY",
            "--map GPE=CONTRY: CONTRY is none of the labels LEADER, COUNTRY, AGREEMENT;"
            " did you mean 'COUNTRY'?",
        ),
    ],
)
def test_a_wrong_map_is_refused(said, says):
    with pytest.raises(InputError) as caught:
        read_label_map(said, LABELS)
    assert says in str(caught.value)


def test_a_map_of_a_label_that_the_extractor_cant_give_is_refused():
    with pytest.raises(InputError) as caught:
        Mapped(Said(labels=["PERSON", "GPE"]), {"PRESON": "LEADER"}, LABELS)
    assert str(caught.value) == (
        "--map PRESON=LEADER: extractor said 1 gives PERSON, GPE, no PRESON; did you mean 'PERSON'?"
    )


SENTENCE = Sentence(doc="d", index=0, text="Putin in Hanoi, ASEAN and EU")
CLAIMS = [
    Claim(label="PERSON", start=0, end=5),
    Claim(label="COUNTRY", start=9, end=14),
    Claim(label="ORG", start=16, end=21),
    Claim(label="ORG", start=26, end=28),
]


def test_what_is_mapped_is_renamed_and_the_rest_left_out_and_counted():
    mapped = Mapped(Said(CLAIMS), {"PERSON": "LEADER"}, LABELS)
    [prediction] = predictions_of(mapped, [SENTENCE], LABELS)
    assert [(span.text, span.label) for span in prediction.spans] == [
        ("Putin", "LEADER"),
        ("Hanoi", "COUNTRY"),
    ]
    assert prediction.unmapped == {"ORG": 2}
    assert mapped.configuration == {"map": {"PERSON": "LEADER"}}


def test_without_a_map_other_labels_are_an_error_that_names_them():
    with pytest.raises(InputError, match="gives PERSON, ORG, which the guidelines lack.*--map"):
        predictions_of(Said(CLAIMS), [SENTENCE], LABELS)


def test_a_package_adds_its_own_by_an_entry_point(tmp_path, monkeypatch):
    (tmp_path / "capitals.py").write_text(
        "from goldspan.extractors import Answer, Claim, Kind, Offsets\n"
        "class Capitals:\n"
        "    name = 'capitals 1.0'\n"
        "    offsets = Offsets()\n"
        "    labels = ['COUNTRY']\n"
        "    configuration = {}\n"
        "    def __init__(self, word): self.word = word\n"
        "    def extract(self, sentences):\n"
        "        return [Answer(claims=[Claim(label='COUNTRY', start=s.text.index(self.word),\n"
        "            end=s.text.index(self.word) + len(self.word))]) for s in sentences]\n"
        "KIND = Kind('capitals:WORD', 'one word', lambda word, options, task: Capitals(word))\n"
    )
    information = tmp_path / "capitals-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: capitals\nVersion: 1.0\n")
    entry = information / "entry_points.txt"
    entry.write_text("[goldspan.extractors]\ncapitals = capitals:KIND\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert table.is_extractor("capitals:Hanoi")
    [prediction] = predictions_of(find_extractor("capitals:Hanoi", LABELS), [SENTENCE], LABELS)
    assert prediction.extractor == "capitals 1.0"
    assert [span.text for span in prediction.spans] == ["Hanoi"]
    assert table.kinds()[-1].origin == "capitals"
    entry.write_text("[goldspan.extractors]\ncapitals = capitals:Capitals\n")
    assert "capitals:Capitals is no goldspan.extractors.Kind" in failure("capitals:x", LABELS)
    entry.write_text("[goldspan.extractors]\ncapitals = capitals:Missing\n")
    assert "package capitals: extractor capitals (capitals:Missing) can't be loaded" in failure(
        "capitals:x", LABELS
    )
