"""How classes of nodes are made."""

from slalang.values import Frozen
from slalang.values import value as node

__all__ = ["Frozen", "node"]
