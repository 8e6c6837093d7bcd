"""Reports that people look at, made from the JSON of a score and nothing else.

* ``read``: the JSON of this and earlier versions; ``ceiling``: the agreement between annotators
* ``page``: what the page shows; ``charts``: its curves as points and ticks
* ``render``: the page as HTML and as Markdown, from ``templates/``
* ``write``: the verb
"""
