"""Servers on this machine for the tests, in a process of their own, over real HTTP.

* ``server``: a chat completion API as OpenAI's, and an extractor; every request is counted
* ``faults``: what can be made to go wrong
* ``client``: start it, tell it what to do, ask what it was asked
"""
