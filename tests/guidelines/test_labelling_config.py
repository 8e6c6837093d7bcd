import xml.etree.ElementTree as ElementTree
from typing import get_args

import msgspec
import pytest
from label_studio_sdk.label_interface.interface import LabelInterface

from goldspan.adjudication import Verdict
from goldspan.guidelines.labelling_config import (
    adjudication_config,
    is_adjudication_config,
    labelling_config,
)
from goldspan.guidelines.read import find_guidelines


@pytest.mark.parametrize("page", [labelling_config, adjudication_config])
def test_label_studio_accepts_the_page(guidelines, page):
    LabelInterface(page(guidelines)).validate()
    LabelInterface(page(msgspec.structs.replace(guidelines, flags=[]))).validate()


def test_an_adjudicator_must_give_every_span_a_verdict(guidelines):
    page = ElementTree.fromstring(adjudication_config(guidelines))
    [control] = [c for c in page.iter("Choices") if c.get("name") == "verdict"]
    assert (control.get("perRegion"), control.get("required")) == ("true", "true")
    assert [choice.get("alias") for choice in control] == list(get_args(Verdict))
    assert is_adjudication_config(adjudication_config(guidelines))
    assert not is_adjudication_config(labelling_config(guidelines))


def test_no_verdict_takes_a_hotkey_of_the_guidelines(guidelines):
    label = msgspec.structs.replace(guidelines.labels[0], hotkey="b")
    page = ElementTree.fromstring(
        adjudication_config(msgspec.structs.replace(guidelines, labels=[label]))
    )
    keys = [one.get("hotkey") for one in page.iter() if one.get("hotkey")]
    assert len(keys) == len(set(keys))
    [verdict] = [one for one in page.iter("Choice") if one.get("alias") == "boundary"]
    assert verdict.get("hotkey") is None


def test_labels_have_their_colours_and_hotkeys(guidelines):
    page = ElementTree.fromstring(labelling_config(guidelines))
    assert [
        (label.get("value"), label.get("background"), label.get("hotkey"))
        for label in page.iter("Label")
    ] == [(label.name, label.colour, label.hotkey) for label in guidelines.labels]


def test_symbols_can_be_selected_and_context_cannot(guidelines):
    page = ElementTree.fromstring(labelling_config(guidelines))
    texts = {text.get("name"): text for text in page.iter("Text")}
    assert texts["text"].get("granularity") == "symbol"
    assert {texts[name].get("selectionEnabled") for name in ("previous", "next")} == {"false"}


def test_attributes_show_only_for_their_label(guidelines):
    page = ElementTree.fromstring(labelling_config(guidelines))
    controls = {c.get("name"): c for c in page.iter("Choices") if c.get("perRegion")}
    assert set(controls) == {
        f"{label.name}.{attribute}" for label in guidelines.labels for attribute in label.attributes
    }
    assert all(
        control.get("whenLabelValue") == name.split(".")[0] for name, control in controls.items()
    )


def test_definitions_with_quotes_and_brackets_stay_well_formed(tmp_path):
    from .test_read import SOUND, write

    path = write(tmp_path, SOUND.replace("How much of it", "<b> \"x\" & 'y'"))
    page = ElementTree.fromstring(labelling_config(find_guidelines(path)))
    assert [label.get("hint") for label in page.iter("Label")][1] == "<b> \"x\" & 'y'"
