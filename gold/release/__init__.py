"""A dataset as it goes to the Hub.

* ``about``: what only its maintainers know
* ``statistics``: its figures; ``card``, ``matter``, ``charts``, ``croissant``: said for people,
  the Hub, the eye and other tools
* ``manifest``: its files and their hashes; ``changes``: its version and changelog
* ``compile``: the folder; ``offsets``: without its text; ``leaks``, ``quotes``, ``known``: what
  must not be in it
* ``hub``: the repository; ``plan``: what a publish would change there; ``terminal``: its table
"""
