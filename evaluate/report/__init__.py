"""Reports that people look at, made from saved JSON and nothing else.

* ``read``: the JSON of a score of this and earlier versions; ``agreement``: what annotators' work
  was measured to be
* ``page``, ``agreement_page``: what a page shows; ``charts``: curves as points and ticks
* ``render``: a page as HTML and as Markdown, from ``templates/``
* ``write``: the verb
"""
