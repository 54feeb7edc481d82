"""The reasons why claimpack cannot go on, told apart by whose fault they are.

A defect in the data is never raised: it is a `claimpack.findings.Finding`.
"""


class ClaimpackError(Exception):
    """A reason why the work cannot be done, in one sentence for a person.

    Attributes:
        exit_code: what the command line ends with (README): 2 wrong
            call, 3 unreadable or unsafe input, 4 environment.

    """

    exit_code = 4


class UsageError(ClaimpackError):
    """The call is wrong: an unknown name, two options that exclude each other."""

    exit_code = 2


class SourceError(ClaimpackError):
    """An input file cannot be read, or it is not safe to read it."""

    exit_code = 3


class SchemaError(ClaimpackError):
    """One of the schema files is wrong, so that nothing can be checked by it."""

    exit_code = 3


class BuildError(ClaimpackError):
    """The output cannot be written: disk full, permission, another build at work."""

    exit_code = 4
