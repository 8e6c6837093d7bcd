"""The annotation guidelines, read from `guidelines.md`: the one source of the label set.

* ``model``: what guidelines are made of
* ``markup``: ``[span](LABEL)`` in Markdown
* ``front_matter``: the YAML at the top, with line numbers for what is wrong in it
* ``read``: a file as `Guidelines`, strictly checked
* ``labelling_config``: the Label Studio page they make
* ``page``: the instructions annotators see
"""
