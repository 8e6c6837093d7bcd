"""GLiNER, which needs older libraries than ours: in an environment of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

PROGRAM = """
import json
import sys
import warnings

warnings.simplefilter("ignore")

from gliner import GLiNER, GLiNERConfig
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
import torch

from goldspan.extractors import find_extractor, predictions_of
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY"]
own = Tokenizer(models.WordPiece(unk_token="[UNK]"))
own.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
own.train_from_iterator(
    ["President Putin met leaders in Vietnam"],
    trainers.WordPieceTrainer(
        vocab_size=100, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"], show_progress=False
    ),
)
own.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=own, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
)
tokenizer.save_pretrained("encoder")
torch.manual_seed(0)
BertModel(
    BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=512,
    )
).save_pretrained("encoder")
model = GLiNER.from_config(
    GLiNERConfig(model_name="encoder", max_width=4, hidden_size=16, dropout=0.0, max_len=40)
)
model.save_pretrained("tiny")

extractor = find_extractor(
    "gliner:tiny",
    LABELS,
    label_map={"head of state": "LEADER", "country": "COUNTRY"},
    options=["threshold=0.1"],
)
texts = ["🤝 President Putin", "Hà Nội", "", "President Putin met leaders in Vietnam. " * 20]
sentences = [Sentence(doc="d", index=n, text=text) for n, text in enumerate(texts)]
found = predictions_of(extractor, sentences, LABELS)
asked = GLiNER.from_pretrained("tiny").inference(
    texts[:1], ["head of state", "country"], threshold=0.1
)
print(json.dumps({
    "name": extractor.name,
    "asked": extractor.configuration["labels"],
    "theirs": [[one["start"], one["end"]] for one in asked[0]],
    "ours": [[[s.start, s.end, s.label, s.text, s.score] for s in p.spans] for p in found],
    "unlocated": sum(len(p.unlocated) for p in found),
    "texts": texts,
}))
"""


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_tiny_model_made_here_is_asked_for_labels_in_words(tmp_path):
    uv = [sys.executable, "-m", "uv"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "UV_SYSTEM_CERTS": "1"}
    python = tmp_path / "venv" / "bin" / "python"
    for command in (
        [*uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv"],
        [*uv, "pip", "install", "--quiet", "--python", python, f"{ROOT}[gliner]"],
    ):
        subprocess.run(command, check=True, env=environment)
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [python, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["name"] == "gliner:tiny"
    assert said["asked"] == ["head of state", "country"]
    assert said["unlocated"] == 0
    assert [span[:2] for span in said["ours"][0]] == said["theirs"] != []
    for text, spans in zip(said["texts"], said["ours"], strict=True):
        assert all(text[start:end] == quote for start, end, _, quote, _ in spans)
        assert {label for _, _, label, _, _ in spans} <= {"LEADER", "COUNTRY"}
        ends = [0, *(end for _, end, *_ in spans)]
        starts = [start for start, *_ in spans]
        assert all(end <= start for end, start in zip(ends, starts, strict=False)), "none overlap"
    assert max(end for _, end, *_ in said["ours"][3]) > 700, "the end of a long text is read, too"
