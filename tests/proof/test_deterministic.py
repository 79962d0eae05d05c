"""The clock and ids that a run is played again with."""

import uuid

import pytest

from onetool_desktop.proof.deterministic import DEFAULT_START_MS, ManualClock, SeededIds


def test_one_seed_gives_one_sequence_of_ids_and_tokens() -> None:
    def run(seed: int) -> list[str]:
        clock = ManualClock()
        ids = SeededIds(seed, clock)
        drawn = [ids.new_id(), ids.token(16)]
        clock.advance(3)
        return [*drawn, ids.new_id(), ids.new_id()]

    assert run(7) == run(7)
    assert not set(run(7)) & set(run(8))


def test_the_sequence_of_a_seed_is_the_same_on_every_machine() -> None:
    ids = SeededIds(1, ManualClock())
    assert ids.new_id() == "019b76da-a800-7000-a46d-d6122265b1f5"
    assert ids.new_id() == "019b76da-a800-7001-b358-4f8cd8f16adf"
    assert ids.token(16) == "Hi_riUFMNDwQJ8TRw4a7xA"


def test_ids_have_the_layout_of_uuid7_with_the_clocks_time() -> None:
    clock = ManualClock()
    clock.advance(1_234)
    made = uuid.UUID(SeededIds(3, clock).new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == DEFAULT_START_MS + 1_234


def test_ids_of_one_millisecond_sort_as_made() -> None:
    ids = SeededIds(3, ManualClock())
    made = [ids.new_id() for _ in range(4_096)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_setting_the_clock_lets_no_time_pass() -> None:
    clock = ManualClock()
    clock.jump(-10 * 365 * 86_400_000)
    assert clock.monotonic() == 0
    clock.advance(1_500)
    assert clock.monotonic() == 1.5
    assert clock.now_ms() == DEFAULT_START_MS - 10 * 365 * 86_400_000 + 1_500


def test_time_does_not_pass_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        ManualClock().advance(-1)
