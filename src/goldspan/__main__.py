"""``python -m goldspan``."""

from goldspan.cli import script

if __name__ == "__main__":
    script()
