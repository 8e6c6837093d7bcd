"""The formats of ``gold export``, and how each is written."""
