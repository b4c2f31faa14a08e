from .finding import Found, search

__all__ = ["Found", "search"]
