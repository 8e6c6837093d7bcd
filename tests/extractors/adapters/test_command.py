"""Programs in other languages: shell, Node, Perl and Python, and what they do wrong."""

import json
import os
import subprocess
import sys
import time

import pytest

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors import find_extractor, predictions_of
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY"]
TEXTS = ["🤝 Putin thăm Hà Nội", "Hà Nội", "Putin", "Obama and Putin"]
SENTENCES = [Sentence(doc="d", index=n, text=text, lang="vi") for n, text in enumerate(TEXTS)]
PLACES = [[(2, 7, "LEADER")], [], [(0, 5, "LEADER")], [(10, 15, "LEADER")]]

NODE = """
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, text } = JSON.parse(line);
  const spans = [...text.matchAll(/Putin/g)].map((match) => ({
    start: match.index, end: match.index + match[0].length, label: "LEADER", text: match[0],
  }));
  console.log(JSON.stringify({ id, spans }));
});
"""

PERL = """
use strict; use JSON::PP; $| = 1;
print encode_json({ unit => "utf-8" }), "\\n";
while (my $line = <STDIN>) {
  my $asked = decode_json($line);
  my $bytes = $asked->{text};
  utf8::encode($bytes);
  my @spans;
  push @spans, { start => $-[0], end => $+[0], label => "LEADER" } while $bytes =~ /Putin/g;
  print encode_json({ id => $asked->{id}, spans => \\@spans }), "\\n";
}
"""

SHELL = """
while IFS= read -r line; do
  id=$(printf '%s' "$line" | sed 's/^{"id":"\\([^"]*\\)".*/\\1/')
  case "$line" in
    *Putin*) printf '{"id":"%s","spans":[{"text":"Putin","label":"LEADER"}]}\\n' "$id" ;;
    *) printf '{"id":"%s"}\\n' "$id" ;;
  esac
done
"""

SAY_PID = """\
said = {"pid": str(os.getpid())}
say(id=asked["id"], spans=[dict(start=0, end=1, label="LEADER", attributes=said)])
"""


def predicted(command, *options, sentences=SENTENCES, timeout=None):
    extractor = find_extractor(f"command:{command}", LABELS, options=options, timeout=timeout)
    return predictions_of(extractor, sentences, LABELS)


def keys(predictions):
    return [[span.key for span in prediction.spans] for prediction in predictions]


def program(tmp_path, source):
    """A Python program that reads `asked`, a sentence's question, and does what `source` says."""
    path = tmp_path / "program.py"
    path.write_text(
        "import json, os, sys, time\n"
        "def say(**said): print(json.dumps(said), flush=True)\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n" + "".join(f"    {line}\n" for line in source.splitlines())
    )
    return f"{sys.executable} {path}"


def test_node_counts_in_utf16(tmp_path):
    (tmp_path / "tagger.js").write_text(NODE)
    assert keys(predicted("node tagger.js", "unit=utf-16")) == PLACES
    says = "^extractor command:node .*, sentence d#0: .* They fit as UTF-16 units: declare"
    with pytest.raises(InputError, match=says):
        predicted("node tagger.js")


def test_perl_counts_in_bytes_and_says_so_in_its_first_line(tmp_path):
    (tmp_path / "tagger.pl").write_text(PERL)
    assert keys(predicted("perl tagger.pl")) == PLACES


def test_a_shell_script_may_quote(tmp_path):
    (tmp_path / "tagger.sh").write_text(SHELL)
    assert keys(predicted("sh tagger.sh")) == PLACES


def test_an_answer_may_say_how_it_counts_and_come_in_any_order(tmp_path):
    source = """\
later = globals().setdefault("later", [])
later.insert(0, dict(id=asked["id"], unit="utf-16", spans=[
    dict(start=asked["text"].encode("utf-16-le").index("Putin".encode("utf-16-le")) // 2,
         end=asked["text"].encode("utf-16-le").index("Putin".encode("utf-16-le")) // 2 + 5,
         label="LEADER", score=0.25)] if "Putin" in asked["text"] else []))
if len(later) == 4:
    [say(**one) for one in later]
"""
    found = predicted(program(tmp_path, source))
    assert keys(found) == PLACES
    assert found[0].spans[0].score == 0.25


def test_what_it_claims_that_isnt_there_is_unlocated_and_never_moved(tmp_path):
    source = """\
say(id=asked["id"], spans=[
    dict(start=0, end=99, label="LEADER", text="Putin"),
    dict(start=0, end=5, label="LEADER"),
    dict(label="LEADER", text="Obama"),
])
"""
    [found] = predicted(program(tmp_path, source), sentences=SENTENCES[2:3])
    assert keys([found]) == [[(0, 5, "LEADER")]]
    assert [claim.text for claim in found.unlocated] == ["Putin", "Obama"]


def test_one_process_answers_all_batches(tmp_path):
    source = SAY_PID
    extractor = find_extractor(f"command:{program(tmp_path, source)}", LABELS)
    found = [predictions_of(extractor, [sentence], LABELS)[0] for sentence in SENTENCES]
    assert len({prediction.spans[0].attributes["pid"] for prediction in found}) == 1


def test_long_batches_dont_block(tmp_path):
    source = """\
text = asked["text"]
say(id=asked["id"], spans=[dict(start=0, end=len(text), label="LEADER", text=text)])
"""
    sentences = [Sentence(doc="d", index=n, text="Hà Nội " * 2000) for n in range(100)]
    found = predicted(program(tmp_path, source), sentences=sentences)
    assert all(prediction.spans[0].end == 14000 for prediction in found)


def test_what_it_says_of_one_sentence_is_that_sentences_error(tmp_path):
    source = """\
if asked["id"] == "d#1":
    say(id="d#1", error="out of memory")
elif asked["id"] == "d#2":
    say(id="d#2", spans=[dict(start=0, end=5, tag="LEADER")])
else:
    say(id=asked["id"])
"""
    assert [prediction.error for prediction in predicted(program(tmp_path, source))] == [
        None,
        "out of memory",
        "the answer isn't of the form asked for: Object contains unknown field `tag`"
        " - at `$.spans[0]`",
        None,
    ]


def test_the_sentence_it_dies_of_has_the_error_and_the_others_their_answers(tmp_path):
    source = """\
if asked["id"] == "d#2":
    sys.exit(3)
say(id=asked["id"], spans=[dict(text="Putin", label="LEADER")] * asked["text"].count("Putin"))
"""
    found = predicted(program(tmp_path, source))
    assert [prediction.error for prediction in found] == [
        None,
        None,
        "the program ended with exit code 3",
        None,
    ]
    assert keys(found) == [PLACES[0], [], [], PLACES[3]]


def test_the_sentence_it_hangs_at_has_the_error_and_the_others_their_answers(tmp_path):
    source = """\
if asked["id"] == "d#1":
    time.sleep(60)
say(id=asked["id"])
"""
    started = time.monotonic()
    found = predicted(program(tmp_path, source), timeout=1)
    assert [prediction.error for prediction in found] == [
        None,
        "the program didn't answer within 1 s",
        None,
        None,
    ]
    assert time.monotonic() - started < 10


def test_one_that_answered_before_may_die_of_every_sentence_of_a_batch(tmp_path):
    source = 'sys.exit(3) if asked["text"] == "Putin" else say(id=asked["id"])'
    extractor = find_extractor(f"command:{program(tmp_path, source)}", LABELS)
    assert [p.error for p in predictions_of(extractor, SENTENCES[:2], LABELS)] == [None, None]
    deadly = [Sentence(doc="e", index=n, text="Putin") for n in range(5)]
    assert {prediction.error for prediction in predictions_of(extractor, deadly, LABELS)} == {
        "the program ended with exit code 3"
    }


@pytest.mark.parametrize(
    ("source", "timeout", "says"),
    [
        ("sys.exit(7)", 30, "ended with exit code 7"),
        ("time.sleep(60)", 0.5, "didn't answer within 0.5 s"),
    ],
)
def test_a_program_that_never_answers_ends_the_run(tmp_path, source, timeout, says):
    with pytest.raises(GoldspanError) as caught:
        predicted(program(tmp_path, source), timeout=timeout)
    assert str(caught.value).startswith("extractor command:python")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("print('Loading model', flush=True)", "wrote 'Loading model', which is no JSON object"),
        ("print('[1]', flush=True)", "wrote '[1]', which is no JSON object"),
        ("say(id='other')", "which answers nothing that was asked, or a second time."),
        ("say(id='d#0'); say(id='d#0')", "which answers nothing that was asked, or a second time."),
        ("say(unit='inches')", "which has no id, and isn't how it counts: Invalid enum value"),
        ("say(id='d#0'); say(spans=[])", "which answers nothing that was asked, or a second time."),
    ],
)
def test_what_is_no_answer_ends_the_run(tmp_path, source, says):
    with pytest.raises(InputError) as caught:
        predicted(program(tmp_path, source))
    assert says in str(caught.value)


def test_a_program_that_isnt_there_is_told():
    with pytest.raises(
        InputError, match="can't be started: no such file or directory; give a prog"
    ):
        predicted("./nowhere --fast")
    with pytest.raises(InputError, match="No closing quotation"):
        predicted("'./nowhere")


def test_a_changed_program_is_another_extractor(tmp_path):
    (tmp_path / "tagger.sh").write_text(SHELL)
    first = find_extractor("command:sh tagger.sh", LABELS)
    (tmp_path / "tagger.sh").write_text(SHELL + "\n")
    second = find_extractor("command:sh tagger.sh", LABELS, options=["version=2"])
    assert first.configuration != second.configuration
    assert (first.name, second.name) == ("command:sh tagger.sh", "command:sh tagger.sh 2")


def test_it_ends_with_goldspan_and_what_it_says_to_people_is_passed_on(tmp_path):
    source = f"print('working', file=sys.stderr, flush=True)\n{SAY_PID}"
    code = (
        "import sys; from goldspan.extractors import *; from goldspan.sentences import Sentence\n"
        "extractor = find_extractor('command:' + sys.argv[1], ['LEADER'])\n"
        "[found] = predictions_of(extractor, [Sentence(doc='d', index=0, text='x')], ['LEADER'])\n"
        "print(found.spans[0].attributes['pid'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, program(tmp_path, source)], capture_output=True, text=True
    )
    assert done.stderr == "working\n"
    assert not os.path.exists(f"/proc/{json.loads(done.stdout)}")
