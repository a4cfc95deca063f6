"""What cron and Windows are told: lines that work where there is no environment, from any path, in either language."""

import json
import re
import shlex
import subprocess
import sys
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rmtool.core.schedule import jobs
from rmtool.show.schedules import LONGEST_TASK, cron_line, task_command, task_line

from .commands_kit import Tool

JOBS = ["day", "week", "month", "quarter", "missed", "backup", "doctor"]
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
ODD = 'a 100% of O\'Brien & "C" $HOME `x` \\% 台账'
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="cron is a thing of POSIX systems")


def listed(tool: Tool, *arguments: object, **how: str) -> dict[str, dict[str, object]]:
    """The records of `rmtool cron` by job."""
    return {row["job"]: row for row in tool.json("cron", *arguments, **how)}


def as_cron_does(line: str) -> list[str]:
    """What cron makes of a line: the five fields, and the command up to a `%` without a backslash before it."""
    *fields, command = line.split(" ", 5)
    made, escaped = "", False
    for character in command:
        if escaped:
            made = made[:-1] + "%" if character == "%" else made + character
            escaped = False
            continue
        if character == "%":
            break
        escaped = character == "\\"
        made += character
    return [*fields, made]


def as_cmd_does(line: str) -> str:
    """What cmd hands to a program, of a line in a batch file."""
    made, quoted, rest = "", False, iter(line)
    for character in rest:
        if character == "^" and not quoted:
            made += next(rest)
            continue
        assert quoted or character not in "&|<>", "cmd would begin another command"
        if character == "%":
            assert next(rest) == "%", "cmd would look for a variable"
        quoted ^= character == '"'
        made += character
    return made


def as_windows_does(line: str) -> list[str]:
    """The arguments that a program of Windows finds in its command line."""
    found, word, quoted, inside = [], "", False, False
    for slashes, mark, other in re.findall(r'(\\*)(")|((?:\\+(?!\\*")|[^"\\])+)', line):
        if mark:
            word += "\\" * (len(slashes) // 2)
            inside = True
            if len(slashes) % 2:
                word += '"'
            else:
                quoted = not quoted
            continue
        for character in other:
            if character == " " and not quoted:
                found += [word] * inside
                word, inside = "", False
            else:
                word, inside = word + character, True
    return found + [word] * inside


HERE = Tool(Path("/h/rmtool").absolute())
"""A home that isn't there yet, with a short path: nothing is looked for in it."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    """A sample book in a folder with every character that a shell or cron takes for something."""
    tool = Tool(tmp_path_factory.mktemp("cron") / ODD / "home")
    tool.home.parent.mkdir()
    tool.done("demo", "--keep", tool.home, lang="zh")
    return tool


@posix_only
def test_every_line_runs_without_an_environment(sample: Tool) -> None:
    """The very text that is printed, through cron's reading and /bin/sh, with nothing in the environment."""
    lines = [line for line in sample.done("cron", lang="zh").splitlines() if line and line[0] != "#"]
    assert len(lines) == len(JOBS)
    for line in lines:
        command = as_cron_does(line)[-1] + " --today 2026-11-27"
        ran = subprocess.run(["env", "-i", "/bin/sh", "-c", command], capture_output=True, text=True, cwd="/")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", ""), line
    assert sorted(path.name for path in (sample.home / "exports").iterdir()) == [
        "day-苏明-20261127-until-20270225.html",
        "month-苏明-202610-until-20270129.html",
        "quarter-苏明-2026Q3-until-20261229.html",
        "week-苏明-2026W48-until-20270227.html",
    ]
    assert '<html lang="zh-CN">' in (sample.home / "exports" / "week-苏明-2026W48-until-20270227.html").read_text(
        "utf-8"
    )
    assert len(list((sample.home / "backups").glob("book-*.db"))) >= 1


@posix_only
def test_what_goes_wrong_is_a_line_on_standard_error(sample: Tool, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    rows = listed(sample, "--out-dir", out)
    out.rmdir()
    for job, code in (("day", 6), ("missed", 6)):
        command = as_cron_does(str(rows[job]["line"]))[-1]
        ran = subprocess.run(["env", "-i", "/bin/sh", "-c", command], capture_output=True, text=True, cwd="/")
        assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (code, "", 1)
    tool = sample.copy(tmp_path / "home")
    (tool.home / "tiers.yaml").write_text("tiers: 1", encoding="utf-8")
    ran = tool("doctor", "-q")
    assert (ran.code, ran.out, ran.err) == (1, "", "1 check wants a look: rules. See: rmtool doctor\n")


def test_quiet_takes_no_result_away_that_was_asked_for(sample: Tool) -> None:
    assert json.loads(sample("doctor", "-q", "-f", "json").out)["ok"]
    assert sample("backup", "-q") == (0, "", "")
    assert "book-" in sample("backup", "-q", "-f", "plain").out


@posix_only
@pytest.mark.parametrize("word", [ODD, "%", "\\%", "\\\\%", "a\\", "'", "%%", "", "-x", "~", "*", "a\\'%'", "#"])
def test_any_word_comes_through_cron_and_the_shell(word: str) -> None:
    (job,) = [job for job in jobs(450, 990, "/", ["html"], ()) if job.name == "day"]
    command = as_cron_does(cron_line(job, ["printf", "%s|", word, "x"]))[-1]
    shown = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert shown == f"{word}|x|"
    assert shlex.split(command) == ["printf", "%s|", word, "x"]


WORDS = [
    "C:\\a b\\c.exe",
    ODD,
    "C:\\ends with\\",
    'say "x"',
    'a\\"b',
    "%PATH%",
    "a&b",
    "a&b c",
    "(x)",
    "^",
    "<>|",
    "a\\\\ b\\\\",
]


@pytest.mark.parametrize(("first", "second"), list(product(WORDS, WORDS)))
def test_any_word_comes_through_cmd_and_the_task_scheduler(first: str, second: str) -> None:
    (job,) = [job for job in jobs(450, 990, "/", ["html"], ()) if job.name == "week"]
    arguments = as_windows_does(as_cmd_does(task_line(job, ["rmtool.exe", first, second])))
    assert arguments[:4] == ["schtasks", "/Create", "/F", "/TN"]
    assert arguments[4:-2] == ["rmtool week", "/SC", "WEEKLY", "/D", "FRI", "/ST", "16:30"]
    assert arguments[-2] == "/TR"
    assert as_windows_does(arguments[-1]) == ["rmtool.exe", first, second]


@posix_only
def test_the_times_are_those_asked_for(sample: Tool) -> None:
    assert {job: row["schedule"] for job, row in listed(sample).items()} == {
        "day": "30 7 * * 1-5",
        "week": "30 16 * * 5",
        "month": "35 7 1 * *",
        "quarter": "40 7 1 1,4,7,10 *",
        "missed": "50 * * * *",
        "backup": "40 16 * * 1-5",
        "doctor": "45 16 * * 1-5",
    }
    late = listed(sample, "--morning", "晚上11点", "--evening", "23:55")
    assert [late[job]["schedule"] for job in ("day", "month", "missed", "week", "backup")] == [
        *("0 23 * * 1-5", "5 23 1 * *", "20 * * * *", "55 23 * * 5", "5 0 * * 1-5"),
    ]
    assert {job: row["schedule"] for job, row in listed(HERE, "--windows").items()} == {
        "day": "/SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 07:30",
        "week": "/SC WEEKLY /D FRI /ST 16:30",
        "month": "/SC MONTHLY /D 1 /ST 07:35",
        "quarter": "/SC MONTHLY /M JAN,APR,JUL,OCT /D 1 /ST 07:40",
        "missed": "/SC HOURLY /ST 00:50",
        "backup": "/SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 16:40",
        "doctor": "/SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 16:45",
    }


def test_what_was_given_is_handed_on_in_full(sample: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = (
        "--rules",
        "own.yaml",
        "--key-file",
        "key",
        "--wait",
        "30",
        "--no-mask",
        "--reason",
        "自己看",
        "--owner",
        "陈",
    )
    (tmp_path / "here").mkdir()
    argv = listed(sample, "--out-dir", "here", "--as", "md", *given, lang="zh")["week"]["argv"]
    assert isinstance(argv, list)
    assert argv[argv.index("report") :] == [
        *("report", "week", "--out-dir", str(tmp_path / "here"), "-f", "md", "--owner", "陈"),
        *("--home", str(sample.home), "--lang", "zh", "--rules", str(tmp_path / "own.yaml")),
        *("--key-file", str(tmp_path / "key"), "--wait", "30", "--no-mask", "--reason", "自己看"),
    ]


def test_every_format_has_its_lines_and_its_tasks() -> None:
    rows = listed(HERE, "--as", "md", "--as", "html", "--as", "md", "--windows")
    assert list(rows) == [*JOBS[:5], *(f"{job} html" for job in JOBS[:5]), *JOBS[5:]]
    assert '/TN "rmtool week html"' in str(rows["week html"]["line"])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("windows", [(), ("--windows",)])
def test_every_line_is_preceded_by_what_it_does(lang: str, windows: tuple[str, ...]) -> None:
    rows = listed(HERE, *windows, lang=lang)
    lines = HERE.done("cron", *windows, lang=lang).splitlines()
    marks = ("@", "chcp", "rem ") if windows else ("#",)
    assert [line for line in lines if line and not line.startswith(marks)] == [row["line"] for row in rows.values()]
    for row in rows.values():
        assert lines[lines.index(str(row["line"])) - 1].endswith(str(row["what"]))


def test_a_batch_file_has_windows_line_ends_and_says_its_encoding(sample: Tool) -> None:
    text = sample("cron", "--windows", lang="zh").out
    assert text.startswith("@echo off\r\nchcp 65001 >nul\r\n")
    assert text.count("\n") == text.count("\r\n")


def test_a_command_that_is_too_long_for_windows_is_told(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120) / ("y" * 120)
    deep.mkdir(parents=True)
    ran = HERE("cron", "--windows", "--out-dir", deep)
    assert ran.code == 1
    assert "schtasks takes 261" in ran.err
    assert ran.err.count("\n") == 5
    rows = [json.loads(HERE("cron", "--windows", "--out-dir", deep, "-f", "json").out)]
    assert all(len(task_command(row["argv"])) > LONGEST_TASK for row in rows[0][:5])
    if sys.platform != "win32":
        assert HERE("cron", "--out-dir", deep).code == 0


def test_tasks_as_files_hold_the_whole_command_however_long(tmp_path: Path) -> None:
    deep, tasks = tmp_path / ODD / ("x" * 120), tmp_path / "任务 & more"
    deep.mkdir(parents=True)
    tasks.mkdir()
    tool = Tool(deep / "home")
    ran = tool("cron", "--xml", tasks, "--out-dir", deep, lang="zh")
    assert (ran.code, ran.err) == (0, "")
    rows = listed(tool, "--xml", tasks, "--out-dir", deep, lang="zh")
    for job in JOBS:
        file = tasks / f"rmtool-{job}.xml"
        arguments = as_windows_does(as_cmd_does(str(rows[job]["line"])))
        assert arguments == ["schtasks", "/Create", "/F", "/TN", f"rmtool {job}", "/XML", str(file)]
        task = ElementTree.fromstring(file.read_bytes())
        said = {element.tag.partition("}")[2]: element.text for element in task.iter()}
        assert [said["Command"], *as_windows_does(said["Arguments"] or "")] == rows[job]["argv"]
        assert said["Description"] == rows[job]["what"]
        assert (said["StartWhenAvailable"], said["DisallowStartIfOnBatteries"]) == ("true", "false")
    assert sorted(path.name for path in tasks.iterdir()) == sorted(f"rmtool-{job}.xml" for job in JOBS)


def test_tasks_as_files_run_when_the_others_do(tmp_path: Path) -> None:
    HERE.done("cron", "--xml", tmp_path)
    found = {}
    for job in JOBS:
        task = ElementTree.fromstring((tmp_path / f"rmtool-{job}.xml").read_bytes())
        said = [element.tag.partition("}")[2] for element in task.iter()]
        (start,) = [element.text for element in task.iter() if element.tag.endswith("}StartBoundary")]
        trigger = said[said.index("CalendarTrigger") + 1 : said.index("Settings")]
        found[job] = (start, [name for name in trigger if name[-3:] == "day" or name in MONTHS or name == "Repetition"])
    assert found["day"] == ("2026-11-23T07:30:00", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    assert found["week"] == ("2026-11-23T16:30:00", ["Friday"])
    assert found["month"] == ("2026-11-23T07:35:00", MONTHS)
    assert found["quarter"] == ("2026-11-23T07:40:00", ["January", "April", "July", "October"])
    assert found["missed"] == ("2026-11-23T00:50:00", ["Repetition"])


def test_what_cannot_stand_in_a_line_is_refused(sample: Tool, tmp_path: Path) -> None:
    for owner in ("a\nb", "a\u202eb"):
        assert "can't stand in a line" in sample.refused(2, "cron", "--owner", owner)
    assert "There is no folder" in sample.refused(6, "cron", "--out-dir", tmp_path / "none")
    assert "aren't written as ics" in sample.refused(2, "cron", "--as", "ics")
    assert "There is no format" in sample.refused(2, "cron", "--as", "pdf")
    assert "can't be read as a time" in sample.refused(2, "cron", "--morning", "early")


def test_nothing_is_installed_or_made(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "home")
    tool.done("cron")
    tool("cron", "--windows")
    assert not tool.home.exists()


def test_it_is_written_whole_where_one_asks_for_a_file(sample: Tool, tmp_path: Path) -> None:
    sample.done("cron", "-o", tmp_path / "crontab.txt")
    assert (tmp_path / "crontab.txt").read_text("utf-8") == sample.done("cron")


class TestProgram:
    """How the rmtool that runs is called, by how it was started."""

    def started(self, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[str, ...]:
        from rmtool.desk.schedule import program

        monkeypatch.setattr(sys, "argv", [*words])
        return program()

    def test_as_a_module_by_its_interpreter(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        expected = (str(Path(sys.executable).absolute()), "-m", "rmtool")
        assert self.started(monkeypatch, "/x/rmtool/__main__.py") == expected
        assert self.started(monkeypatch, str(tmp_path / "rmtool")) == expected  # there is no such file

    def test_as_a_script_by_the_place_where_it_was_found(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """Also where that is a link, as pipx makes it: it outlives the version that it leads to."""
        real = tmp_path / "venvs" / "rmtool"
        real.parent.mkdir()
        real.touch()
        link = tmp_path / "rmtool"
        link.symlink_to(real)
        monkeypatch.chdir(tmp_path)
        assert self.started(monkeypatch, "rmtool") == (str(link),)

    def test_on_windows_with_the_suffix_that_its_starter_leaves_out(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "rmtool.exe").touch()
        assert self.started(monkeypatch, str(tmp_path / "rmtool")) == (str(tmp_path / "rmtool.exe"),)
