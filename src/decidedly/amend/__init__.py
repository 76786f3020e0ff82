"""Edits for each change to a log: a status, its day, a link with both of its ends; in every form that records have.

Pure: a Book takes a log and gives a change set. Each edit is proved before it counts: the text is read again, and must
say what was meant and everything else that it said before.
"""

from decidedly.amend.book import Book
from decidedly.amend.convert import FORMS
from decidedly.amend.deciding import Decision
from decidedly.amend.ends import WORDS, retire
from decidedly.amend.errors import UNCHANGED, AmendError
from decidedly.amend.links import link_edits
from decidedly.amend.moves import numbered_folder, same_number
from decidedly.amend.references import Mine
from decidedly.amend.renumber import DanglingError, Renumbering
from decidedly.amend.status import status_edits
from decidedly.amend.target import Target

__all__ = [
    "FORMS",
    "UNCHANGED",
    "WORDS",
    "AmendError",
    "Book",
    "DanglingError",
    "Decision",
    "Mine",
    "Renumbering",
    "Target",
    "link_edits",
    "numbered_folder",
    "retire",
    "same_number",
    "status_edits",
]
