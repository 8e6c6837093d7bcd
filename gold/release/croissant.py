"""The dataset in Croissant 1.0, the machine-readable description that other tools read.

Each table is a record set whose fields are the table's columns; what is inside a span is its
sub-field. Paths are relative, so that it also describes a downloaded copy.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from goldspan.gold.release.citation import bibtex, url
from goldspan.gold.release.facts import CardFacts, Table

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "string": "sc:Text",
    "int32": "sc:Integer",
    "int64": "sc:Integer",
    "float64": "sc:Float",
    "bool": "sc:Boolean",
}


def croissant(facts: CardFacts) -> str:
    """The description as JSON-LD."""
    content = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": facts.repository.partition("/")[2],
        "alternateName": facts.title,
        "description": facts.about.summary or facts.title,
        "license": facts.about.license,
        "url": url(facts),
        "version": facts.version,
        "inLanguage": facts.languages,
        "citeAs": bibtex(facts),
        "creator": [{"@type": "sc:Organization", "name": name} for name in facts.authors],
        "distribution": [
            _file(config, split, table)
            for config, tables in facts.tables.items()
            for split, table in tables.items()
        ],
        "recordSet": [
            _record_set(config, split, facts.features[config])
            for config, tables in facts.tables.items()
            for split in tables
        ],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def _file(config: str, split: str, table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{config}-{split}-file",
        "name": f"{config}-{split}-file",
        "contentUrl": table.path,
        "contentSize": f"{table.size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": table.sha256,
    }


def _record_set(config: str, split: str, features: list[Any]) -> dict[str, Any]:
    name = f"{config}-{split}"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [_field(name, feature) for feature in features],
    }


def _field(record_set: str, feature: dict[str, Any]) -> dict[str, Any]:
    """One column; a list is a repeated field, and what is inside a span its sub-fields."""
    inner = feature.get("list", feature.get("dtype"))
    path = f"{record_set}/{feature['name']}"
    source = {
        "fileObject": {"@id": f"{record_set}-file"},
        "extract": {"column": feature["name"]},
    }
    field: dict[str, Any] = {"@type": "cr:Field", "@id": path, "name": path}
    if "list" in feature:
        field["repeated"] = True
    if isinstance(inner, list):
        field["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{path}/{name}",
                "name": f"{path}/{name}",
                "dataType": kind,
                "source": {**source, "transform": {"jsonPath": place}},
            }
            for name, place, kind in _parts(inner)
        ]
        return field
    return {**field, "dataType": _type(inner), "source": source}


def _parts(features: list[Any]) -> Iterator[tuple[str, str, str]]:
    """What is inside a span: each part's name, where it is, its type."""
    for feature in features:
        name, inner = feature["name"], feature.get("list")
        if isinstance(inner, list):
            for part, place, kind in _parts(inner):
                yield f"{name}-{part}", f"{name}[*].{place}", kind
        else:
            yield name, name, _type(feature.get("dtype"))


def _type(inner: object) -> str:
    """A list's or a column's type; tags are numbers, what else there is is text."""
    if isinstance(inner, dict):
        return "sc:Integer"
    return _TYPES.get(str(inner), "sc:Text")
