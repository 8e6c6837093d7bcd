"""Real token classifiers, made here in seconds."""

import unicodedata

import pytest

from goldspan.extractors import find_extractor, predictions_of
from goldspan.extractors.adapters.windows import windows_of

from .asking import LABELS, failure, found, keys_of, sentences

MAP = {"PER": "LEADER", "LOC": "COUNTRY"}
GLUED = "PresidentPutin met Vietnamleaders in Hà Nội."

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
TAUGHT = [
    ("PresidentPutin met Vietnamleaders in Hà Nội.", [(9, 14, "PER"), (19, 26, "LOC")]),
    ("President Putin met leaders.", [(10, 15, "PER")]),
    ("leaders met in Vietnam.", [(15, 22, "LOC")]),
    ("Vietnam met Vladimir Putin.", [(0, 7, "LOC"), (12, 26, "PER")]),
    ("Putin in Vietnam.", [(0, 5, "PER"), (9, 16, "LOC")]),
    ("President met leaders in Hà Nội.", []),
]


@pytest.fixture(scope="module")
def classifier(tmp_path_factory):
    """A folder of a token classifier that learned a few sentences by heart."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    letters = sorted({letter for text, _ in TAUGHT for letter in text if letter != " "})
    pieces = [
        *("[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)),
        *("President", "##Putin", "Putin", "Vietnam", "##leaders", "leaders", "met", "in"),
    ]
    own = Tokenizer(models.WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))
    own.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    own.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=own, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=64,
    )  # fmt: skip
    torch.manual_seed(0)
    model = BertForTokenClassification(
        BertConfig(
            vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=64, max_position_embeddings=64, hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0, id2label=dict(enumerate(TAGS)),
            label2id={tag: number for number, tag in enumerate(TAGS)},
        )
    )  # fmt: skip
    batch = tokenizer(
        [text for text, _ in TAUGHT], padding=True, return_offsets_mapping=True, return_tensors="pt"
    )
    right = torch.full(batch["input_ids"].shape, -100)
    for row, (_, spans) in enumerate(TAUGHT):
        for column, (start, end) in enumerate(batch["offset_mapping"][row].tolist()):
            if start < end:
                right[row, column] = 0
            for begin, stop, label in spans:
                if begin <= start < end <= stop:
                    right[row, column] = TAGS.index(f"{'B' if start == begin else 'I'}-{label}")
    positions = model.bert.embeddings.position_embeddings.weight.requires_grad_(False)
    positions.zero_()  # words mean the same wherever they stand
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    inputs = {name: batch[name] for name in ("input_ids", "attention_mask")}
    for _ in range(60):
        optimizer.zero_grad()
        model(**inputs, labels=right).loss.backward()
        optimizer.step()
    folder = tmp_path_factory.mktemp("transformers") / "tiny"
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_names_inside_glued_words_are_found(classifier):
    extractor = find_extractor(f"transformers:{classifier}", LABELS, label_map=MAP)
    assert found(extractor, *[text for text, _ in TAUGHT]) == [
        [(text[start:end], MAP[label]) for start, end, label in spans] for text, spans in TAUGHT
    ]
    whole = find_extractor(
        f"transformers:{classifier}", LABELS, label_map=MAP, options=["aggregation=max"]
    )
    assert ("Putin", "LEADER") not in found(whole, GLUED)[0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("token", "simple"), ("first", "first"), ("average", "average"), ("max", "max")],
)
def test_each_aggregation_is_that_of_transformers_pipelines(classifier, ours, theirs):
    from transformers import pipeline

    texts = [text for text, _ in TAUGHT] + [
        "🤝 Putin, Vietnamgives",
        "Trần Đại Quang 中国 met Putin",
    ]
    reference = pipeline(
        "token-classification", model=str(classifier), aggregation_strategy=theirs, device="cpu"
    )
    extractor = find_extractor(
        f"transformers:{classifier}", LABELS, label_map=MAP, options=[f"aggregation={ours}"]
    )
    for text, prediction in zip(
        texts, predictions_of(extractor, sentences(*texts), LABELS), strict=True
    ):
        expected = reference(text)
        assert [span.key for span in prediction.spans] == [
            (one["start"], one["end"], MAP[one["entity_group"]]) for one in expected
        ]
        if ours == "token":
            scores = [float(one["score"]) for one in expected]
            assert [span.score for span in prediction.spans] == pytest.approx(scores, abs=1e-4)


def test_long_sentences_are_read_in_windows_and_nothing_is_cut_off(classifier):
    text = " ".join(["President Putin met leaders."] * 40)
    extractor = find_extractor(
        f"transformers:{classifier}", LABELS, label_map=MAP, options=["max_length=32", "stride=12"]
    )
    [windowed] = predictions_of(extractor, sentences(text), LABELS)
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(classifier)
    assert len([*windows_of([text], tokenizer, 32, 12)]) > 10
    starts = [place for place in range(len(text)) if text.startswith("Putin", place)]
    assert {(start, start + 5, "LEADER") for start in starts} <= {s.key for s in windowed.spans}
    assert len({span.key for span in windowed.spans}) == len(windowed.spans)


def test_a_sentence_gives_the_same_alone_and_in_a_batch_of_any_size(classifier):
    texts = [text for text, _ in TAUGHT] + ["", GLUED * 12]
    one = find_extractor(
        f"transformers:{classifier}", LABELS, label_map=MAP, options=["batch_size=1"]
    )
    many = find_extractor(f"transformers:{classifier}", LABELS, label_map=MAP)
    alone = [predictions_of(one, sentences(text), LABELS)[0] for text in texts]
    assert keys_of(alone) == keys_of(predictions_of(many, sentences(*texts), LABELS))


def test_a_threshold_leaves_out_what_scores_less(classifier):
    name = f"transformers:{classifier}"
    assert found(find_extractor(name, LABELS, label_map=MAP, options=["threshold=1"]), GLUED) == [
        []
    ]


def test_a_random_model_gives_sound_spans_on_any_text(tmp_path, classifier):
    """Byte-level tokens, a limit nobody declared, tags in other schemes, nothing learned."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaForTokenClassification

    own = ByteLevelBPETokenizer()
    own.train_from_iterator([GLUED], vocab_size=300, show_progress=False)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=own._tokenizer, pad_token="!")
    tags = ["O", "B-LEADER", "M-LEADER", "E-LEADER", "S-LEADER", "COUNTRY"]
    torch.manual_seed(1)
    model = RobertaForTokenClassification(
        RobertaConfig(
            vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=1,
            intermediate_size=16, max_position_embeddings=66, pad_token_id=0,
            id2label=dict(enumerate(tags)), label2id={tag: n for n, tag in enumerate(tags)},
        )
    )  # fmt: skip
    model.save_pretrained(tmp_path / "random")
    tokenizer.save_pretrained(tmp_path / "random")
    texts = [
        "👨\u200d👩\u200d👧 🇻🇳🤝 Putin",
        unicodedata.normalize("NFD", "Tổng thống Trần Đại Quang thăm Việt Nam ") * 8,
        "中美貿易協定  \u00a0 ",
    ]
    extractor = find_extractor("transformers:random", LABELS)
    assert set(extractor.labels) == {"LEADER", "COUNTRY"}
    for text, prediction in zip(
        texts, predictions_of(extractor, sentences(*texts), LABELS), strict=True
    ):
        assert prediction.spans
        assert prediction.unlocated == []
        assert all(text[s.start : s.end] == s.text == s.text.strip() for s in prediction.spans)


def test_models_that_wont_do_are_told(tmp_path, classifier):
    from transformers import BertConfig, BertModel

    assert "transformers can't load nowhere/at-all" in failure("transformers:nowhere/at-all")
    BertModel(
        BertConfig(
            vocab_size=10, hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
            intermediate_size=8,
        )
    ).save_pretrained(tmp_path / "base")  # fmt: skip
    assert "transformers:base isn't a token classification model but BertModel" in failure(
        "transformers:base"
    )
    assert "--option stride=40: windows of 30 tokens can't share so many" in failure(
        f"transformers:{classifier}", "max_length=32", "stride=40"
    )
    assert "gives PER, LOC, which the guidelines lack" in failure(f"transformers:{classifier}")
