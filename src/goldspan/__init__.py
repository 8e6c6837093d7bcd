"""goldspan: sentences to Label Studio, annotations to a gold dataset, extractors to scores.

The three stages are subpackages, each also a command group:

* ``goldspan.annotate``: sentences -> Label Studio -> annotations
* ``goldspan.gold``: annotations -> gold dataset
* ``goldspan.evaluate``: extractor -> predictions -> scores

They share what lies beside them here (spans, sentences, guidelines, files, errors) and never
import each other: they meet in files.
"""

__version__ = "0.1.0"
