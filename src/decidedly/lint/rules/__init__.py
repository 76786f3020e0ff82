"""One file per rule, named as the rule, and its page beside it."""
