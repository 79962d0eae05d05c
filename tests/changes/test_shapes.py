"""Many texts looked at together are judged as each of them alone."""

from hypothesis import given, strategies as st

from onetool_desktop.changes import stamp
from onetool_desktop.changes.validate import are_ids, is_id

ID = "01a21a0e-d58a-7019-9ab1-76133abddac9"
STAMP = "01a21a0edca9000026d84685"
ODD = st.sampled_from([ID, ID.upper(), f"{ID}\n", f"{ID}\n{ID}", "", f" {ID}", 7, None, b"x", f"{ID}\r"])


@given(st.lists(ODD, max_size=5))
def test_ids_together_are_judged_as_each_alone(values: list[object]) -> None:
    assert are_ids(values) == all(map(is_id, values))


@given(st.lists(st.sampled_from([STAMP, f"{STAMP}\n{STAMP}", STAMP[:-1], "", None, 1]), max_size=5))
def test_stamps_together_are_judged_as_each_alone(values: list[object]) -> None:
    assert stamp.are_stamps(values) == all(map(stamp.is_stamp, values))
