"""An extractor over many sentences: what is asked, what is kept, what is counted."""

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors import Answer, Claim, Offsets, Usage
from goldspan.extractors.label_map import Mapped
from goldspan.extractors.protocol import Handling
from goldspan.predicting import Patience, Settings, open_cache, predict
from goldspan.predicting.plan import plan
from goldspan.predicting.run import Prices, Source, account_of
from goldspan.predicting.running import NOT_ASKED
from goldspan.sentences import Sentence

ROOT = Path(__file__).parent.parent.parent
QUICK = Patience(retries=2, first_wait=0.001)
LABELS = ["LEADER"]


class Finder:
    """Finds Putin, and does on each text what it is told to, each time once."""

    name = "finder 1"
    offsets = Offsets()
    labels = LABELS
    handling = Handling(batch_size=4)

    def __init__(self, version=1, **faults):
        self.configuration = {"version": version}
        self.faults = {text: [*does] for text, does in faults.items()}
        self.asked = Counter()
        self.batches = []
        self.lock = threading.Lock()

    def extract(self, sentences):
        with self.lock:
            self.batches.append(len(sentences))
            self.asked.update(sentence.text for sentence in sentences)
            return [self.answer(sentence.text) for sentence in sentences]

    def answer(self, text):
        word = text.split()[0]
        fault = self.faults.get(word, [None])
        fault = fault.pop(0) if len(fault) > 1 else fault[0]
        if isinstance(fault, Exception):
            raise fault
        if isinstance(fault, Answer):
            return fault
        start = text.find("Putin")
        claims = [Claim(start=start, end=start + 5, label="LEADER")] if start >= 0 else []
        return Answer(claims=claims, usage=Usage(input_tokens=10, output_tokens=len(claims)))


def sentences(*texts):
    return [Sentence(doc="d", index=place, text=text) for place, text in enumerate(texts)]


def run(extractor, made, cache=None, **how):
    how = {"patience": QUICK, **how}
    return predict(extractor, made, LABELS, settings=Settings(**how), cache=cache)


TEXTS = [f"w{place} {'Putin' if place % 3 else 'x'} spoke" for place in range(10)]


def test_each_text_is_asked_for_once_in_batches_and_predictions_keep_the_order():
    finder = Finder()
    predicted = run(finder, sentences(*TEXTS, *TEXTS[:5]))
    assert set(finder.asked.values()) == {1} and finder.batches == [4, 4, 2]
    assert [one.sentence for one in predicted.predictions] == [f"d#{n}" for n in range(15)]
    assert [len(one.spans) for one in predicted.predictions[:4]] == [0, 1, 1, 0]
    assert predicted.predictions[11].spans == predicted.predictions[1].spans


def test_a_second_run_asks_for_nothing_and_gives_the_same(tmp_path):
    finder, again, other = Finder(), Finder(), Finder(version=2)
    with open_cache(finder, tmp_path) as cache:
        first = run(finder, sentences(*TEXTS[:6]), cache)
    with open_cache(again, tmp_path) as cache:
        assert plan(again, sentences(*TEXTS), cache).to_ask == 4
        second = run(again, sentences(*TEXTS), cache)
        assert plan(again, sentences(*TEXTS), cache).to_ask == 0
    assert sorted(again.asked) == sorted(TEXTS[6:])
    assert second.predictions[:6] == first.predictions
    with open_cache(other, tmp_path) as cache:
        run(other, sentences(*TEXTS), cache)
    assert sum(other.asked.values()) == 10, "another configuration answers otherwise"


def test_a_text_in_another_language_is_another_text(tmp_path):
    finder = Finder()
    one = Sentence(doc="d", index=0, text="Putin", lang="en")
    with open_cache(finder, tmp_path) as cache:
        run(finder, [one, msgspec.structs.replace(one, index=1, id="d#1", lang="vi")], cache)
    assert finder.asked["Putin"] == 2


def test_what_depends_on_more_than_the_text_is_neither_kept_nor_shared(tmp_path):
    finder = Finder()
    finder.handling = Handling(is_kept=False)
    with open_cache(finder, tmp_path) as cache:
        run(finder, sentences("Putin", "Putin"), cache)
        run(finder, sentences("Putin", "Putin"), cache)
    assert finder.asked["Putin"] == 4


def test_a_sentence_that_breaks_an_extractor_down_fails_alone(tmp_path):
    finder = Finder(w5=[ValueError("bad w5")])
    with open_cache(finder, tmp_path) as cache:
        predicted = run(finder, sentences(*TEXTS), cache)
        failed = [one for one in predicted.predictions if one.error]
        assert [(one.sentence, one.error, one.spans) for one in failed] == [
            ("d#5", "ValueError: bad w5", [])
        ]
        assert sum(len(one.spans) for one in predicted.predictions) == 5
        assert plan(finder, sentences(*TEXTS), cache).to_ask == 1, "errors aren't kept"


def test_a_failed_sentence_is_asked_for_again_and_every_try_is_counted():
    busy = Answer(error="busy", kind="busy", usage=Usage(input_tokens=3))
    wrong = Answer(error="wrong", kind="wrong", is_final=True, claims=[Claim(label="?", text="?")])
    finder = Finder(w1=[busy, busy, None], w2=[busy], w4=[wrong])
    made = sentences(*TEXTS)
    predicted = run(finder, made, batch_size=3)
    assert [finder.asked[text] for text in TEXTS[:5]] == [1, 3, 3, 1, 1]
    account = account_of(
        finder, predicted, Source(name="x"), settings=Settings(), prices=Prices(input=2, output=5e5)
    )
    assert (account.failed, account.retries, account.spans) == (2, 4, 4)
    assert {kind: (e.tries, e.sentences) for kind, e in account.errors.items()} == {
        "busy": (5, 1),
        "wrong": (1, 1),
    }
    assert account.usage.input_tokens == 8 * 10 + 5 * 3 and account.usage.output_tokens == 4
    assert account.usage.cost == pytest.approx((95 * 2 + 4 * 5e5) / 1e6)


def test_a_server_that_asks_to_be_left_alone_is_left_alone_by_all(monkeypatch):
    slept = []
    monkeypatch.setattr("goldspan.predicting.patience.time.sleep", slept.append)
    monkeypatch.setattr("goldspan.predicting.patience.time.monotonic", lambda: sum(slept))
    finder = Finder(w1=[Answer(error="busy", wait=7.0), None])
    assert not any(one.error for one in run(finder, sentences(*TEXTS)).predictions)
    assert sum(slept) == pytest.approx(7.35, abs=0.35)


def test_waits_grow_and_have_a_bound():
    patience = Patience(first_wait=1, most_wait=10)
    waits = [patience.wait(retry, None) for retry in range(8)]
    assert all(0.5 * min(2**n, 10) <= wait <= min(2**n, 10) for n, wait in enumerate(waits))
    assert patience.wait(0, 0) == 0 and patience.wait(0, 1e9) <= 660


def test_an_extractor_that_fails_on_everything_is_given_up():
    finder = Finder(**{f"w{place}": [OSError("gone")] for place in range(10)})
    predicted = run(finder, sentences(*TEXTS), give_up_after=6, batch_size=2)
    assert [one.error for one in predicted.predictions] == ["OSError: gone"] * 6 + [
        "not asked: the extractor had failed on the last 6 sentences"
    ] * 4
    account = account_of(finder, predicted, Source(name="x"), settings=Settings())
    assert (account.asked, account.failed, account.errors[NOT_ASKED].sentences) == (6, 10, 4)
    predicted = run(finder, sentences(*TEXTS), give_up_after=0)
    assert {one.error for one in predicted.predictions} == {"OSError: gone"}


@pytest.mark.parametrize("workers", [1, 3])
def test_what_was_answered_before_the_end_is_kept(tmp_path, workers):
    finder = Finder(w8=[GoldspanError("wrong key")])
    with open_cache(finder, tmp_path) as cache:
        with pytest.raises(GoldspanError, match="wrong key"):
            run(finder, sentences(*TEXTS), cache, workers=workers, batch_size=1)
        finder.faults.clear()
        run(finder, sentences(*TEXTS), cache, workers=workers, batch_size=1)
    assert {text for text, times in finder.asked.items() if times > 1} <= {TEXTS[8], TEXTS[9]}


def test_wrong_numbers_of_answers_and_unknown_labels_end_a_run_and_arent_kept(tmp_path):
    finder = Finder(w3=[Answer(claims=[Claim(start=0, end=1, label="DATE")])])
    with open_cache(finder, tmp_path) as cache:
        with pytest.raises(InputError, match="gives DATE, which the guidelines lack"):
            run(finder, sentences(*TEXTS), cache)
        assert plan(finder, sentences(*TEXTS), cache).to_ask == 10
    finder.extract = lambda batch: []
    with pytest.raises(InputError, match="0 answers for 4 sentences"):
        run(finder, sentences(*TEXTS))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_extractor_that_ends_its_thread_ends_the_run(workers):
    finder = Finder()
    finder.extract = lambda batch: sys.exit(7)
    with pytest.raises(SystemExit):
        run(finder, sentences(*TEXTS), workers=workers)


def test_a_mapped_extractor_is_asked_as_it_wants():
    finder = Mapped(Finder(), {}, LABELS)
    assert finder.handling == Handling(batch_size=4)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_however_it_is_asked_the_predictions_are_the_same(data, tmp_path_factory):
    texts = data.draw(st.lists(st.sampled_from(TEXTS), max_size=12))
    made = sentences(*texts)
    known = data.draw(st.integers(0, len(texts)))
    how = {"batch_size": data.draw(st.integers(1, 5)), "workers": data.draw(st.integers(1, 4))}
    with open_cache(Finder(), tmp_path_factory.mktemp("cache")) as cache:
        run(Finder(), made[:known], cache)
        finder = Finder(**{texts[0].split()[0]: [OSError("once"), None]} if texts else {})
        assert run(finder, made, cache, **how).predictions == run(Finder(), made).predictions
    assert not set(finder.asked) & set(texts[:known])


def test_a_damaged_cache_is_named_with_what_to_do(tmp_path):
    finder = Finder()
    with open_cache(finder, tmp_path) as cache:
        path = cache.path
    path.write_bytes(b"no database" * 1000)
    with (
        pytest.raises(InputError, match="can't be used .* remove the file"),
        open_cache(finder, tmp_path) as cache,
    ):
        run(finder, sentences("Putin"), cache)


def test_a_full_disk_is_no_reason_to_throw_kept_answers_away(tmp_path, full_disk):
    first, second = Finder(), Finder()
    with open_cache(first, tmp_path) as cache:
        run(first, sentences(*TEXTS[:5]), cache)
    with full_disk(), pytest.raises(InputError) as refused, open_cache(second, tmp_path) as cache:
        run(second, sentences(*TEXTS), cache)
    assert "can't be used now" in str(refused.value) and "stay as they are" in str(refused.value)
    assert "remove" not in str(refused.value)
    with open_cache(second, tmp_path) as cache:
        run(second, sentences(*TEXTS), cache)
    assert not set(second.asked) & set(TEXTS[:5])


def test_a_cache_without_a_place_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="file/predictions: the folder can't be made: Not a dir"):
        open_cache(Finder(), tmp_path / "file" / "predictions").__enter__()


WRITER = """
import sys
from tests.predicting.test_running import Finder, open_cache, run, sentences
from pathlib import Path
finder = Finder()
first = int(sys.argv[2])
with open_cache(finder, Path(sys.argv[1])) as cache:
    run(finder, sentences(*[f"w{n} Putin" for n in range(first, first + 150)]), cache, batch_size=1)
"""


def test_several_processes_may_share_a_cache(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, str(first)], cwd=ROOT)
        for first in (0, 100)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    finder = Finder()
    with open_cache(finder, tmp_path) as cache:
        run(finder, sentences(*[f"w{n} Putin" for n in range(250)]), cache)
    assert not finder.asked
