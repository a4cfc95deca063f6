"""rmtool: portfolio and visit plans for bank relationship managers, in one local file."""

__version__ = "0.1.0"
