"""Gates as JUnit XML, which services for continuous integration show."""

from goldspan.evaluate.result import Score


def junit(score: Score) -> str:
    """One test case for each gate the score was asked."""
    from xml.etree import ElementTree

    gates = score.gates
    failures = sum(not gate.passed for gate in gates)
    suite = ElementTree.Element(
        "testsuite",
        name="goldspan evaluate score",
        tests=str(len(gates)),
        failures=str(failures),
        errors="0",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (
        ("f1", score.overall.f1),
        ("gold", score.gold.sha256),
        ("predictions", score.predictions.sha256 or ""),
        ("extractor", score.predictions.extractor),
    ):
        ElementTree.SubElement(properties, "property", name=name, value=str(value))
    for gate in gates:
        case = ElementTree.SubElement(suite, "testcase", classname="goldspan", name=gate.name)
        if gate.passed:
            ElementTree.SubElement(case, "system-out").text = gate.says
        else:
            ElementTree.SubElement(case, "failure", message=gate.says)
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
