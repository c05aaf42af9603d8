"""From a resolved agreement to its plan."""

from slalang.compiler.compilation import compile_agreement

__all__ = ["compile_agreement"]
