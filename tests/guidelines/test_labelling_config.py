import xml.etree.ElementTree as ElementTree

from label_studio_sdk.label_interface.interface import LabelInterface

from goldspan.guidelines.labelling_config import labelling_config
from goldspan.guidelines.read import find_guidelines


def test_label_studio_accepts_the_page(guidelines):
    LabelInterface(labelling_config(guidelines)).validate()


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
