"""Real spaCy pipelines, made here in seconds."""

import random
import unicodedata

import pytest

from goldspan.annotations import Annotation
from goldspan.errors import InputError
from goldspan.extractors import find_extractor, predictions_of
from goldspan.records import read_records
from goldspan.samples import sample_annotations

from .asking import LABELS, failure, found, keys_of, sentences


@pytest.fixture(scope="module")
def samples():
    """Each sample sentence with an annotator's spans."""
    return [record for _, record in read_records(sample_annotations("machine-a"), Annotation)]


@pytest.fixture(scope="module")
def pipeline(samples, tmp_path_factory):
    """A spaCy pipeline trained on the samples for a few seconds, on disk."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(0)
    nlp = spacy.blank("xx")
    nlp.add_pipe("ner", config={"model": {"tok2vec": {"width": 32, "depth": 2}}})
    examples = []
    for annotation in samples:
        doc = nlp.make_doc(annotation.text)
        spans = [doc.char_span(s.start, s.end, s.label) for s in annotation.spans]
        reference = doc.copy()
        reference.set_ents(spacy.util.filter_spans([span for span in spans if span]))
        examples.append(Example(doc, reference))
    optimizer = nlp.initialize(lambda: examples)
    for epoch in range(6):
        random.Random(epoch).shuffle(examples)
        for batch in spacy.util.minibatch(examples, 16):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    folder = tmp_path_factory.mktemp("spacy") / "trained"
    nlp.to_disk(folder)
    return folder


def test_a_trained_pipeline_gives_spacys_own_entities(pipeline, samples):
    import spacy

    extractor = find_extractor(f"spacy:{pipeline}", LABELS, options=["batch_size=50"])
    texts = [annotation.text for annotation in samples]
    texts += [unicodedata.normalize("NFD", text) for text in texts[:20]] + ["🤝 Putin", ""]
    predictions = predictions_of(extractor, sentences(*texts), LABELS)
    nlp = spacy.load(pipeline)
    assert keys_of(predictions) == [
        [(ent.start_char, ent.end_char, ent.label_) for ent in nlp(text).ents] for text in texts
    ]
    right = {(a.text, *s.key) for a in samples for s in a.spans}
    made = {
        (text, *span.key) for text, p in zip(texts, predictions, strict=True) for span in p.spans
    }
    assert len(right & made) > 0.3 * len(right), "it has learned something"
    assert extractor.name == "spacy:trained 0.0.0"
    assert set(extractor.labels) == set(LABELS)
    assert len(extractor.configuration["sha256"]) == 64


def test_labels_of_a_pipeline_are_mapped_and_checked_before_it_runs(tmp_path):
    import spacy

    nlp = spacy.blank("en")
    patterns = [{"label": "PERSON", "pattern": "Putin"}, {"label": "ORG", "pattern": "ASEAN"}]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    nlp.to_disk(tmp_path / "rules")
    assert "gives ORG, PERSON, which the guidelines lack" in failure("spacy:rules")
    assert "gives ORG, PERSON, no PERSN; did you mean 'PERSON'?" in failure(
        "spacy:rules", label_map={"PERSN": "LEADER"}
    )
    extractor = find_extractor("spacy:rules", LABELS, label_map={"PERSON": "LEADER"})
    [prediction] = predictions_of(extractor, sentences("Putin at ASEAN"), LABELS)
    assert keys_of([prediction]) == [[(0, 5, "LEADER")]]
    assert prediction.unmapped == {"ORG": 1}


def test_groups_of_spans_are_taken_where_a_key_is_given(tmp_path):
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "sc"})
    ruler.add_patterns(
        [
            {"label": "AGREEMENT", "pattern": "Paris Agreement"},
            {"label": "COUNTRY", "pattern": "Paris"},
        ]
    )
    nlp.to_disk(tmp_path / "rules")
    nested = find_extractor("spacy:rules", LABELS, options=["spans_key=sc"])
    assert sorted(found(nested, "the Paris Agreement")[0]) == [
        ("Paris", "COUNTRY"),
        ("Paris Agreement", "AGREEMENT"),
    ]
    absent = find_extractor("spacy:rules", LABELS, options=["spans_key=other"])
    with pytest.raises(InputError, match=r"sets no doc.spans\['other'\]; it sets 'sc'\."):
        found(absent, "the Paris Agreement")


def test_a_pipeline_that_isnt_there_is_told(tmp_path):
    assert "there is no spaCy pipeline 'en_nowhere'" in failure("spacy:en_nowhere")
    (tmp_path / "empty").mkdir()
    assert "empty: no spaCy pipeline can be read there" in failure("spacy:empty")
