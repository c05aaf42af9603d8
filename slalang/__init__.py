"""slalang: service level agreements as code.

Text becomes a contract, a contract becomes a plan, a plan and a log become integers,
integers become money, and every step can say why.
"""

__version__ = "0.1.0"
