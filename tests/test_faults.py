"""The sweeps of `faults/` as a whole: what they run, what the page says of them. Not: the sweeps, which take long."""

from faults import broken, lines, page, table


def test_every_command_that_writes_is_swept() -> None:
    assert lines.missing() == set()


def test_the_page_tells_of_every_sweep_and_no_other() -> None:
    told = page.rows(page.PAGE.read_text("utf-8"))
    assert list(told) == [sweep.name for sweep in table.SWEEPS], "make faults, or: python -m faults NAME --write"


def test_every_sweep_has_a_control_and_every_control_a_sweep() -> None:
    used = [set(sweep.controls) for sweep in table.SWEEPS]
    assert all(used)
    assert set().union(*used) == set(broken.BROKEN)


def test_the_page_tells_of_no_flaw() -> None:
    for row in page.rows(page.PAGE.read_text("utf-8")).values():
        tried, flaws = (cell.strip() for cell in row.split("|")[4:6])
        assert (tried == flaws == "") or (int(tried.replace(",", "")) > 0 and flaws == "0"), row
