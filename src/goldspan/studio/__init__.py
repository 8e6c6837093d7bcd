"""An embedded Label Studio: the real server, on this machine only.

* ``environment``: installs Label Studio into an environment of its own
* ``secrets``: the administrator's password and token, readable by the owner only
* ``server``: start, stop, status
* ``accounts``: annotators' accounts, made through the invite link
* ``cli``: ``goldspan studio``
"""
