"""A dataset as it goes to the Hub.

* ``about``: what only its maintainers know
* ``facts``, ``statistics``, ``agreement``: what there is to say of it
* ``card`` (``quality``, ``agreement_section``, ``wording``), ``matter``, ``charts``, ``citation``,
  ``croissant``: said for people, the Hub, the eye, bibliographies and other tools
* ``manifest``: its files and their hashes; ``changes``: its version and changelog
* ``compile``: the folder; ``offsets``: without its text; ``leaks``, ``quotes``, ``known``: what
  must not be in it
* ``hub``: the repository; ``proposals``: pull requests that wait there; ``plan``: what a publish
  would change there; ``edits``: what maintainers wrote there
* ``asked``: what is asked of a publish and what it did; ``terminal``: the table of files
"""
