"""Reports that people look at, made from saved JSON and nothing else.

* ``read``: the JSON of comparisons, and of scores of this and earlier versions; ``agreement``: what
  annotators' work was measured to be
* ``page``, ``comparison_page``, ``agreement_page``: what each page shows; ``charts``: curves as
  points and ticks; ``trend``: past scores as such
* ``render``: a page as HTML and as Markdown, from ``templates/``
* ``write``: the verb
"""
