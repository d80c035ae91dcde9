"""The journal loses nothing that was answered, and is refused where it can't be trusted."""

from pathlib import Path

import pytest

from stripe_stand_in.web.storage.journal import Entry, Journal, JournalInUse, JournalUnreadable

FIRST = Entry(1.25, "opened", {"seed": 7})
SECOND = Entry(2.5, "call", {"path": "/v1/customers", "body": "name=Zo\xeb"}, {"": 12, "other": 3}, "c0ffee")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The journal's path, in a directory that does not exist yet."""
    return tmp_path / "kept" / "journal.jsonl"


def written(path: Path, *entries: Entry) -> None:
    journal = Journal.open(path)
    for entry in entries:
        journal.write(entry)
    journal.close()


def read(path: Path) -> list[Entry]:
    journal = Journal.open(path)
    try:
        return list(journal.read())
    finally:
        journal.close()


def test_what_was_written_is_read_in_order(path: Path) -> None:
    written(path, FIRST, SECOND)
    assert read(path) == [FIRST, SECOND]


def test_a_cut_last_line_is_taken_off_and_writing_goes_on_behind_the_whole_ones(path: Path) -> None:
    written(path, FIRST, SECOND)
    whole = path.read_bytes()
    for cut in range(1, len(whole.splitlines(keepends=True)[1])):
        path.write_bytes(whole[:-cut])
        assert read(path) == [FIRST]
        written(path, SECOND)
        assert read(path) == [FIRST, SECOND]


def test_a_broken_line_further_up_is_reported_and_left_alone(path: Path) -> None:
    written(path, FIRST, SECOND)
    broken = b"{]\n" + path.read_bytes()
    path.write_bytes(broken)
    with pytest.raises(JournalUnreadable, match="line 1"):
        read(path)
    assert path.read_bytes() == broken


def test_two_processes_cannot_use_the_same_journal(path: Path) -> None:
    journal = Journal.open(path)
    with pytest.raises(JournalInUse):
        Journal.open(path)
    journal.close()
    Journal.open(path).close()


def test_the_journal_is_readable_by_its_owner_alone(path: Path) -> None:
    written(path, FIRST)
    assert path.stat().st_mode & 0o777 == 0o600
