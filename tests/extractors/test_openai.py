"""Language models behind the API of OpenAI, over real HTTP."""

import json

import pytest

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors import find_extractor
from goldspan.extractors.adapters.openai.prompt import prompt_of
from goldspan.extractors.adapters.openai.reading import answer_of
from goldspan.predicting import Patience, Settings, ask, predict
from goldspan.predictions import Located
from goldspan.sentences import Sentence

from ..llm.client import KEY, MODEL
from ..llm.faults import ANSWER, CHATTER, CUT, GARBAGE, SILENCE, TRICKLE, Fault
from ..strategies import LABELS

QUICK = Patience(retries=2, first_wait=0.01)
TEXT = "Vladimir Putin met Emmanuel Macron, then Putin left Vietnam"


def found(name=f"openai:{MODEL}", options=(), labels=LABELS, **more):
    return find_extractor(name, labels, options=options, **more)


def sentences(*texts):
    return [Sentence(doc="d", index=place, text=text) for place, text in enumerate(texts)]


def answered(extractor, *texts):
    return [one.answer for one in ask(extractor, sentences(*texts), QUICK)]


def test_quotes_are_located_and_tokens_counted(model, guidelines):
    extractor = found(guidelines=guidelines)
    predicted = predict(extractor, sentences(TEXT), LABELS)
    [made] = predicted.predictions
    assert [(span.start, span.text) for span in made.spans] == [
        (0, "Vladimir Putin"),
        (19, "Emmanuel Macron"),
        (41, "Putin"),
        (52, "Vietnam"),
    ]
    assert made.located == Located(exact=4) and made.seconds is None
    [asked] = predicted.asked
    assert (asked.usage.input_tokens, asked.usage.output_tokens) == (len(TEXT), 4)
    assert model.requests == {TEXT: 1}


def test_sentences_are_asked_for_at_the_same_time(model):
    model.faults(delay=0.2)
    predict(found(), sentences(*[f"Putin {n}" for n in range(12)]), LABELS)
    assert 4 <= model.log["most_at_once"] <= 8


@pytest.mark.parametrize(
    ("settings", "options", "requests"),
    [
        ({"schema": False}, [], [2, 1]),
        ({"refuses": ["response_format"]}, [], [3, 1]),
        ({"refuses": ["temperature", "seed"]}, [], [3, 1]),
        ({}, ["structured=plain"], [1, 1]),
        ({}, ["structured=json_object", "max_tokens=90", 'body={"top_k": 1}'], [1, 1]),
    ],
)
def test_what_a_server_refuses_is_left_out_from_then_on(model, settings, options, requests):
    model.faults(**settings)
    extractor = found(options=options)
    assert all(len(one.claims) == 1 for one in answered(extractor, "Putin 1", "Putin 2"))
    assert [*model.requests.values()] == requests


def test_a_form_that_is_insisted_on_isnt_changed(model):
    model.faults(schema=False)
    [answer] = answered(found(options=["structured=json_schema"]), "Putin")
    assert answer.kind == "HTTP 400" and answer.is_final and model.requests == {"Putin": 1}


def test_a_sentence_that_is_refused_changes_nothing_for_the_others(model):
    said = {"error": {"message": "too long"}, "input": {"temperature": 0, "seed": 1}}
    model.faults(Fault(ANSWER, "long", status=400, body=json.dumps(said)))
    extractor = found()
    [long, putin] = answered(extractor, "a long Putin", "Putin")
    assert long.error.endswith("answered 400: too long") and long.is_final
    assert putin.claims and model.requests == {"a long Putin": 4, "Putin": 1}
    preview = extractor.preview(sentences("x")[0])
    assert '"json_schema"' in preview and '"seed": 1' in preview


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(ANSWER, status=429, retry_after="0"), "HTTP 429"),
        (Fault(ANSWER, status=500, body="<html>sorry</html>"), "HTTP 500"),
        (Fault(ANSWER, status=529, body="{}"), "HTTP 529"),
        (Fault(ANSWER, status=200, body="[]"), "wrong form"),
        (Fault(GARBAGE), "not JSON"),
        (Fault(CHATTER), "wrong form"),
        (Fault(CUT), "connection"),
        (Fault(SILENCE), "timeout"),
        (Fault(TRICKLE), "timeout"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.does,
)
def test_what_may_pass_is_asked_for_again_and_then_an_error(model, fault, kind):
    extractor = found(timeout=0.4)
    model.faults(fault._replace(text="ever"), fault._replace(text="once", times=1))
    [asked, well] = (ask(extractor, sentences(text), QUICK)[0] for text in ("ever", "Putin once"))
    assert asked.answer.kind == kind and asked.failures == {kind: 3}
    assert asked.answer.error and "Traceback" not in asked.answer.error
    assert well.answer.error is None and well.answer.claims and well.failures == {kind: 1}
    assert model.requests == {"ever": 3, "Putin once": 2}


def test_a_server_that_says_when_to_come_again_is_left_alone_until_then(model, monkeypatch):
    waits = []
    monkeypatch.setattr("goldspan.predicting.asking.Pause.extend", lambda _, s: waits.append(s))
    model.faults(
        Fault(ANSWER, "a", times=1, status=429, retry_after="7"),
        Fault(ANSWER, "b", times=1, status=503, retry_after="Wed, 21 Oct 2099 07:28:00 GMT"),
    )
    answered(found(), "a")
    answered(found(), "b")
    assert 7 <= waits[0] <= 7.7 and 600 <= waits[1] <= 660, "far too long is cut short"


@pytest.mark.parametrize(
    ("environment", "name", "says"),
    [
        (
            {"OPENAI_API_KEY": "sk-wrong-key"},
            f"openai:{MODEL}",
            "refuses the key in OPENAI_API_KEY",
        ),
        ({"OPENAI_API_KEY": ""}, f"openai:{MODEL}", "wants a key: put it into OPENAI_API_KEY"),
        ({}, "openai:huge", "404: The model `huge` does not exist"),
    ],
)
def test_what_no_sentence_will_change_ends_the_run(model, monkeypatch, environment, name, says):
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(GoldspanError, match=says) as raised:
        answered(found(name), "Putin")
    assert "sk-" not in str(raised.value).replace("OPENAI", "")


def test_an_account_that_is_used_up_ends_the_run(model):
    model.faults(Fault(ANSWER, status=429, body='{"error": {"code": "insufficient_quota"}}'))
    with pytest.raises(GoldspanError, match="the account is used up"):
        answered(found(), "Putin")


@pytest.mark.parametrize(
    ("url", "key", "says"),
    [
        (None, "", "put your key into OPENAI_API_KEY"),
        ("http://me:secret@host/v1", KEY, "a key goes into OPENAI_API_KEY"),
        ("http://host/v1?key=secret", KEY, "a key goes into OPENAI_API_KEY"),
        ("localhost:8000", KEY, "not the address of a server"),
        ("http://host/v1", "se cret", "OPENAI_API_KEY holds white space"),
    ],
)
def test_an_address_or_key_that_cant_be_right_is_refused_at_once(monkeypatch, url, key, says):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(InputError, match=says) as raised:
        found(options=[f"base_url={url}"] if url else [])
    assert "secret" not in str(raised.value) and "se cret" not in str(raised.value)


def test_labels_that_werent_asked_for_are_left_out_and_counted(model):
    [answer] = answered(found(labels=["LEADER"]), "Putin Vietnam Laos Macron")
    assert not answer.claims and answer.unmapped == {"COUNTRY": 1}


def test_the_prompt_holds_labels_rules_and_examples_of_the_guidelines(guidelines):
    full, short = prompt_of(LABELS, guidelines), prompt_of(LABELS, guidelines, "short")
    rules = prompt_of(LABELS, guidelines, "rules")
    for label in guidelines.labels:
        assert f"- {label.name}: {label.definition}" in full.system
        assert f"- {label.name}: {label.definition}" in short.system
    for rule in guidelines.rules:
        assert f"## {rule.number}. {rule.title}\n\n{rule.prose}" in full.system
        assert f"## {rule.number}. {rule.title}\n\n{rule.prose}" in rules.system
        for example in rule.examples:
            assert json.dumps(example.text, ensure_ascii=False) in full.system
    assert guidelines.summary in short.system and len(short.system) < len(rules.system) / 3
    assert " -> " not in rules.system and "Wrong in" not in rules.system
    assert full.schema["properties"]["mentions"]["items"]["properties"]["label"]["enum"] == [
        *LABELS
    ]
    assert len({full.sha256, short.sha256, prompt_of(["LEADER"], guidelines).sha256}) == 3
    assert full.guidelines == guidelines.stamp


def test_labels_of_ones_own_are_asked_for_by_their_names_alone(model, guidelines):
    prompt = prompt_of(["PERSON"], guidelines)
    assert "PERSON" in prompt.system and "LEADER" not in prompt.system and not prompt.guidelines
    extractor = found(label_map={"LEADER": "LEADER", "COUNTRY": "COUNTRY"}, guidelines=guidelines)
    assert "LEADER, COUNTRY.\n" in extractor.preview(sentences("x")[0])


def test_what_answers_depend_on_is_in_the_configuration_and_the_key_isnt(model, guidelines):
    extractor = found(options=["temperature=0.5"], guidelines=guidelines)
    said = dict(extractor.configuration)
    assert said["guidelines"] == {"version": guidelines.version, "sha256": guidelines.sha256}
    assert said["model"] == MODEL and said["base_url"] == f"{model.url}/v1"
    assert said["temperature"] == 0.5 and said["prompt"]["version"] == 1
    assert said["prompt"]["sha256"].startswith(extractor.name.rpartition("-")[2])
    for text in (json.dumps(said), repr(extractor), repr(vars(extractor._server)), extractor.name):
        assert KEY not in text


def test_a_run_of_errors_is_given_up(model):
    model.faults(Fault(ANSWER, status=500))
    settings = Settings(patience=Patience(retries=0), give_up_after=5, workers=2)
    predicted = predict(
        found(), sentences(*[f"Putin {n}" for n in range(40)]), LABELS, settings=settings
    )
    assert 5 <= len(model.requests) <= 7
    assert all(one.error for one in predicted.predictions)


def completion(content, finish_reason="stop", refusal=None):
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {"choices": [{"message": message, "finish_reason": finish_reason}]}


@pytest.mark.parametrize(
    ("said", "kind", "is_final", "words"),
    [
        (completion(None, refusal="I can't\nhelp."), "refusal", True, "refused: I can't help."),
        (completion(None, "content_filter"), "refusal", True, "the model refused"),
        (completion('{"mentions": [{"te', "length"), "cut off", False, "the most tokens allowed"),
        (completion("None."), "wrong form", False, "in another form"),
        ({"choices": []}, "wrong form", False, "no chat completion"),
    ],
)
def test_why_there_is_no_answer_is_said_and_whether_asking_again_may_help(
    said, kind, is_final, words
):
    answer = answer_of(said, LABELS)
    assert (answer.kind, answer.is_final) == (kind, is_final) and words in answer.error


@pytest.mark.parametrize(
    "content",
    [
        '{"mentions": [{"text": "Putin", "label": "LEADER"}]}',
        'Here it is: {"mentions": [{"text": "Putin", "label": "LEADER"}]}. Anything else?',
        'The list [as asked]:\n```\n[{"text": "Putin", "label": "LEADER"}]\n```',
        'Found [{"text": "Putin", "label": "LEADER"}]',
    ],
)
def test_json_among_words_is_found(content):
    [claim] = answer_of(completion(content), LABELS).claims
    assert (claim.text, claim.label) == ("Putin", "LEADER")
