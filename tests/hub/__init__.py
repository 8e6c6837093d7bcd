"""A Hub on this machine for the tests: it speaks the Hub's protocol and keeps repositories on disk.

* ``store``: repositories, commits, tags and files, each change atomic
* ``server``: the protocol over HTTP, run as a process of its own; ``reading`` and ``writing``: its
  answers
* ``faults``: what can be made to go wrong
* ``client``: start it, look into it
"""
