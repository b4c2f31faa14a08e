"""Why something could not be done, in words for whoever asked; nothing has changed."""


class Refused(Exception):
    """The message is for whoever asked."""


class AlreadyVoted(Refused):
    """One vote each, and it is final: nobody can take out of the urn what nobody can see in it."""
