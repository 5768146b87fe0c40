"""Ten thousand believable people a file, in the exports of three programs: what a business really brings along.

`make_files(folder)` writes the files and says what each holds, so that a test can check an import's sums exactly.
Everything follows from one seed: the same files on every computer.
"""

from .files import made_files, make_files
from .sums import FileFacts, Outcome, expected_outcomes

__all__ = ["FileFacts", "Outcome", "expected_outcomes", "made_files", "make_files"]
