"""A record whose metadata stands in a file beside it."""

from decidedly.dialects import read_all
from decidedly.text import Source

TEXT = Source("0001-quotas/README.md", "# KEP-1: Quotas\n\n## Summary\n\nLimits for all.\n")


def test_a_broken_side_file_is_a_problem_of_its_record() -> None:
    side = Source("0001-quotas/kep.yaml", "status: [implementable\n")
    (record,) = read_all([TEXT], {side.path: side}).records
    assert [problem.code for problem in record.problems] == ["P002"]
    assert record.problems[0].message.startswith("0001-quotas/kep.yaml: YAML: ")


def test_a_good_one_gives_its_status() -> None:
    side = Source("0001-quotas/kep.yaml", "status: implementable\n")
    (record,) = read_all([TEXT], {side.path: side}).records
    assert record.status is not None
    assert (record.status.name, record.problems) == ("accepted", ())
