"""The Label Studio labelling page, generated from the guidelines.

Names of controls, which annotations refer to: ``label`` (the spans), ``flag`` (of the sentence),
``note``, ``typed`` (spans written instead of dragged), and ``<LABEL>.<attribute>`` for each
attribute of a label; for adjudicators also ``verdict`` (of each span) and ``unclear``.
"""

from xml.sax.saxutils import quoteattr

from goldspan.adjudication import VERDICTS
from goldspan.guidelines.model import Guidelines, Label

TEXT, LABELS, FLAGS, NOTE, TYPED = "text", "label", "flag", "note", "typed"
VERDICT, UNCLEAR = "verdict", "unclear"

_STYLE = """
    .gs-head { font-size: 13px; margin-bottom: 2px; }
    .gs-bar { position: sticky; top: 0; z-index: 5; padding: 6px 0;
              background: var(--color-neutral-background, #fff); }
    .gs-context [class*="htx-richtext"] { font-size: 14px; line-height: 1.5;
              color: var(--color-neutral-content-subtle, #767676); }
    .gs-text { border: 2px solid var(--color-primary-border, #8aa4d6); border-radius: 8px;
              padding: 8px 12px; margin: 4px 0; }
    .gs-text [class*="htx-richtext"] { font-size: 20px; line-height: 2.1; }
    .gs-attribute { display: flex; align-items: baseline; gap: 12px; }
    .gs-attribute h4 { min-width: 60px; font-size: 14px; }
    .gs-sentence { margin-top: 8px; }
"""


def attribute_control(label: str, attribute: str) -> str:
    """The name of the control that sets an attribute of a label's spans."""
    return f"{label}.{attribute}"


def labelling_config(guidelines: Guidelines) -> str:
    """The page's XML: three labels and their hotkeys over one sentence, its neighbours in grey.

    Spans are chosen by symbol, so that a name inside a glued word can be selected alone; context
    can't be selected; flags and a note stand below, attributes only at the label they belong to.
    """
    return _page(guidelines, below_text="", of_sentence="")


def adjudication_config(guidelines: Guidelines) -> str:
    """The same page for adjudicators: who marked what, and a verdict for every span.

    Label Studio submits nothing before every span has its verdict, and selects the first one that
    lacks it.
    """
    taken = {label.hotkey for label in guidelines.labels}
    taken |= {flag.hotkey for flag in guidelines.flags}
    verdicts = "\n".join(
        f"        <Choice value={quoteattr(words)} alias={quoteattr(verdict)}"
        f"{_hotkey(verdict[0], taken)}/>"
        for verdict, words in VERDICTS.items()
    )
    return _page(
        guidelines,
        below_text=f"""
  <View style="display: flex; flex-wrap: wrap; gap: 0 48px; margin: 8px 0">
    <HyperText name="marks" value="$marks" inline="true" selectionEnabled="false"/>
    <View visibleWhen="region-selected">
      <Choices name="{VERDICT}" toName="{TEXT}" perRegion="true" choice="single-radio"
               required="true" requiredMessage="Give the selected span a verdict">
{verdicts}
      </Choices>
    </View>
  </View>""",
        of_sentence=_choices(
            UNCLEAR,
            f'      <Choice value="The guidelines don\u2019t decide this" alias="{UNCLEAR}"'
            f"{_hotkey('u', taken)}/>",
        ),
    )


def is_adjudication_config(config: str) -> bool:
    """Whether a page asks for verdicts."""
    return f'name="{VERDICT}"' in config


def _page(guidelines: Guidelines, *, below_text: str, of_sentence: str) -> str:
    labels = "\n".join(
        f"      <Label value={quoteattr(label.name)} background={quoteattr(label.colour)}"
        f" hotkey={quoteattr(label.hotkey)} hint={quoteattr(label.definition)}/>"
        for label in guidelines.labels
    )
    attributes = "\n".join(
        _attribute(label, attribute, values)
        for label in guidelines.labels
        for attribute, values in label.attributes.items()
    )
    flags = "\n".join(
        f"      <Choice value={quoteattr(flag.name)} hotkey={quoteattr(flag.hotkey)}"
        f" hint={quoteattr(flag.definition)}/>"
        for flag in guidelines.flags
    )
    of_sentence += _choices(FLAGS, flags) if flags else ""
    example = f"{guidelines.labels[0].hotkey} Vladimir Putin"
    return f"""<View className="gs">
  <Style>{_STYLE}  </Style>
  <View className="gs-head"><Header value="$headline" size="5"/></View>
  <View className="gs-bar">
    <Labels name="{LABELS}" toName="{TEXT}" showInline="true">
{labels}
    </Labels>
  </View>
  <View className="gs-context">
    <Text name="previous" value="$previous" selectionEnabled="false"/>
  </View>
  <View className="gs-text">
    <Text name="{TEXT}" value="$text" granularity="symbol" showLabels="true"/>
  </View>
  <View className="gs-context">
    <Text name="next" value="$next" selectionEnabled="false"/>
  </View>{below_text}
{attributes}
  <View className="gs-sentence">
{of_sentence}    <TextArea name="{NOTE}" toName="{TEXT}" placeholder="Note (optional)" rows="1"
              maxSubmissions="1" editable="true" required="false"/>
    <TextArea name="{TYPED}" toName="{TEXT}" rows="1" editable="true" required="false"
              placeholder="Without a mouse: a label's key, then the words ({example}), Enter"/>
  </View>
</View>"""


def _choices(name: str, choices: str) -> str:
    """What can be said of the sentence, none or several of it."""
    return (
        f'    <Choices name="{name}" toName="{TEXT}" choice="multiple" showInline="true">\n'
        f"{choices}\n    </Choices>\n"
    )


def _hotkey(key: str, taken: set[str]) -> str:
    return "" if key in taken else f" hotkey={quoteattr(key)}"


def _attribute(label: Label, attribute: str, values: list[str]) -> str:
    choices = "".join(f"<Choice value={quoteattr(value)}/>" for value in values)
    name = quoteattr(attribute_control(label.name, attribute))
    return (
        f'  <View className="gs-attribute" visibleWhen="region-selected" whenTagName="{LABELS}"'
        f" whenLabelValue={quoteattr(label.name)}>\n"
        f'    <Header value={quoteattr(attribute)} size="6"/>\n'
        f'    <Choices name={name} toName="{TEXT}" perRegion="true" choice="single"'
        f' showInline="true" whenTagName="{LABELS}" whenLabelValue={quoteattr(label.name)}>'
        f"{choices}</Choices>\n"
        "  </View>"
    )
