"""From a resolved agreement to its plan."""

from slalang.compiler.compilation import compile_agreement
from slalang.compiler.literals import instant_of_node, period_label, value_of

__all__ = ["compile_agreement", "instant_of_node", "period_label", "value_of"]
