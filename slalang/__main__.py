"""``python -m slalang`` is ``sla``."""

from slalang.cli import main

main()
