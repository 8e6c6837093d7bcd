"""Adapters: one file for each way to reach an extractor that isn't built in.

* ``spacy``: a spaCy pipeline
* ``transformers``: token classification of Hugging Face's transformers
* ``gliner``: labels given to a GLiNER model
* ``function``: a Python function of one's own
* ``openai``: language models behind the API of OpenAI
* ``web``: a server of one's own; ``posting``: asking a server once
* ``command``: a program in any language, JSON Lines in and out
* ``file``: predictions made elsewhere
* ``shapes``: the forms in which spans may be given
"""
