"""The command line: global options, the session, the error boundary. The ONLY place that reads the clock.

Not: the commands (`commands/`). Typer is imported only to run one; the overview and the version do without.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from rmtool import __version__
from rmtool.errors import BookError, RmtoolError, UsageError
from rmtool.lang import LANGUAGES, language_from, speak
from rmtool.phrase import Phrase, phrase
from rmtool.session import Session, start

BUG = 70
INTERRUPTED = 130
LOG = "rmtool.log"
COMPLETE = "__complete"
"""The command by which a shell's script asks what may be typed next (commands/completing.py)."""

_VALUES = {
    "--home": "home",
    "--rules": "rules",
    "--today": "today",
    "--lang": "lang",
    "--wait": "wait",
    "--key-file": "key_file",
    "--reason": "reason",
}
_FLAGS = {"--quiet": "quiet", "-q": "quiet", "--yes": "yes", "-y": "yes", "--mask": "mask", "--no-mask": "no_mask"}
_VARIABLES = {
    "home": "RMTOOL_HOME",
    "rules": "RMTOOL_RULES",
    "today": "RMTOOL_TODAY",
    "lang": "RMTOOL_LANG",
    "key_file": "RMTOOL_KEY_FILE",
}
FILE_PASSWORD = "RMTOOL_FILE_PASSWORD"
_DEFAULT_WAIT = 5.0
_LONGEST_WAIT = 86_400.0
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


class Given(NamedTuple):
    """A value given for a global option, and where: the option or variable, to be named if the value is wrong."""

    value: str
    where: str


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the tool on the command line's `arguments` and return the exit code (contract.md, "Exit codes")."""
    speak(_first_language(environment))
    home: Path | None = None
    rest: Sequence[str] = ()
    try:
        _check_text(arguments)
        if arguments and arguments[0] == COMPLETE:
            return _complete(arguments[1:], environment)
        given, rest = global_options(arguments, environment)
        speak(_language(given, environment))
        if not rest or rest[0] in ("--help", "-h", "--version"):
            _answer(rest)
            return 0
        session = session_from(given, datetime.now().astimezone())
        editor = environment.get("VISUAL") or environment.get("EDITOR")
        user = _user(environment)
        session = session._replace(file_password=environment.get(FILE_PASSWORD), editor=editor, user=user)
        home = session.home
        start(session)
        from rmtool.commands.app import run

        return run(rest)
    except RmtoolError as error:
        from rmtool.show import complain

        error.details += _typed_in_vain(error, arguments, rest)
        complain(error)
        return error.exit_code
    except BrokenPipeError:
        _let_go_of_stdout()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _report_bug(error, home)


def _typed_in_vain(error: RmtoolError, arguments: Sequence[str], rest: Sequence[str]) -> tuple[Phrase, ...]:
    """The command line again, where the book couldn't be had for what was typed to be noted in it."""
    from rmtool.commands import NOTING

    if not (isinstance(error, BookError) and len(rest) > 1 and rest[0] in NOTING):
        return ()
    if os.name == "nt":
        from subprocess import list2cmdline

        return (phrase("cli.typed", line=list2cmdline(["rmtool", *arguments])),)
    import shlex

    return (phrase("cli.typed", line=shlex.join(["rmtool", *arguments])),)


def _check_text(arguments: Sequence[str]) -> None:
    """Raises UsageError for an argument with bytes that are no text: nothing that holds it could be written down."""
    for argument in arguments:
        if not argument.isascii() and any("\ud800" <= character <= "\udfff" for character in argument):
            raise UsageError("cli.not_text", argument=argument)


def global_options(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[dict[str, Given], list[str]]:
    """The global options, wherever they stand before a `--` (else from the environment), and the other arguments.

    Raises UsageError where an option's value is missing.
    """
    given = {name: Given(environment[v], v) for name, v in _VARIABLES.items() if environment.get(v)}
    rest = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument in _FLAGS:
            given[_FLAGS[argument]] = Given("", argument)
        elif (option := argument.partition("=")[0]) in _VALUES:
            given[_VALUES[option]] = Given(_value(argument, left), option)
        else:
            rest.append(argument)
    return given, rest


def _value(argument: str, left: Iterator[str]) -> str:
    option, equals, value = argument.partition("=")
    value = value if equals else next(left, "")
    if not value:
        raise UsageError("cli.option_needs_value", option=option)
    return value


def session_from(given: Mapping[str, Given], moment: datetime) -> Session:
    """The session that the global options ask for; `moment` is the local time of the run. Raises UsageError."""
    rules, key_file = given.get("rules"), given.get("key_file")
    interactive = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    if "mask" in given and "no_mask" in given:
        raise UsageError("cli.mask_or_not")
    return Session(
        home=_path(given["home"].value) if "home" in given else _default_home(),
        rules=_path(rules.value) if rules else None,
        today=_day(given["today"]) if "today" in given else moment.date(),
        now=moment.isoformat(timespec="seconds"),
        language=speak().code,
        wait=_seconds(given["wait"]) if "wait" in given else _DEFAULT_WAIT,
        quiet="quiet" in given,
        yes="yes" in given,
        interactive=interactive,
        key_file=_path(key_file.value) if key_file else None,
        ask_secretly=_ask_secretly if interactive else None,
        mask=True if "mask" in given else False if "no_mask" in given else None,
        reason=given["reason"].value if "reason" in given else None,
    )


def _ask_secretly(question: Phrase) -> str:
    """What somebody at the terminal types unseen; nothing where they end the input."""
    from rmtool.show.output import inquire_secretly

    try:
        return inquire_secretly(question)
    except EOFError:
        return ""


def _user(environment: Mapping[str, str]) -> str | None:
    """Who runs the tool, as the environment says; else their number: asking the system may ask its network."""
    named = next(filter(None, map(environment.get, ("LOGNAME", "USER", "USERNAME"))), None)
    return named or (str(os.getuid()) if os.name == "posix" else None)


def _first_language(environment: Mapping[str, str]) -> str:
    """The language to speak before the options are known, so that even a mistake in them is said in it."""
    wished = environment.get(_VARIABLES["lang"])
    return wished if wished in LANGUAGES else language_from(environment)


def _language(given: Mapping[str, Given], environment: Mapping[str, str]) -> str:
    if "lang" not in given:
        return _first_language(environment)
    value, where = given["lang"]
    if value not in LANGUAGES:
        raise UsageError("cli.no_such_language", language=value, where=where, languages=LANGUAGES)
    return value


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("rmtool", appauthor=False)


def _day(given: Given) -> date:
    try:
        day = date.fromisoformat(given.value)
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UsageError("cli.not_a_day", value=given.value, where=given.where)
    return day


def _seconds(given: Given) -> float:
    try:
        seconds = float(given.value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST_WAIT:
        raise UsageError("cli.not_seconds", value=given.value, where=given.where)
    return seconds


def _answer(rest: Sequence[str]) -> None:
    from rmtool.show import deliver

    if rest and rest[0] == "--version":
        deliver(f"rmtool {__version__}\n")
        return
    from rmtool.commands.help import overview

    deliver(overview())


def _complete(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Tell a shell what may be typed next; it is never told of an error, nor has anybody to read one."""
    from rmtool.commands.completing import suggestions
    from rmtool.show import deliver

    word = next((a.removeprefix("--word=") for a in arguments[:1] if a != "--"), "")
    words = [_unquoted(a) for a in arguments[arguments.index("--") + 1 :]] if "--" in arguments else []
    last = words[-1] if words else ""
    try:
        before = words[:-1] if last in _VALUES else words
        given, rest = global_options(before, environment)
        speak(_language(given, environment))
        session = session_from(given, datetime.now().astimezone())._replace(ask_secretly=None)
        start(session)
        deliver("".join(f"{line}\n" for line in suggestions(session, rest, _unquoted(word), last)))
    except BrokenPipeError:
        _let_go_of_stdout()
    except Exception:
        return 1
    return 0


def _unquoted(word: str) -> str:
    """A word without the quotation marks that a shell leaves around it; the closing one may not be typed yet."""
    if word[:1] not in ("'", '"'):
        return word
    return word[1:].removesuffix(word[0])


def _let_go_of_stdout() -> None:
    """Its reader has gone: what is left to flush at exit goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception, home: Path | None) -> int:
    from rmtool.show import complain

    log = _write_log(error, home)
    key, where = ("cli.bug", log) if log else ("cli.bug_without_log", _frames(error)[-1])
    complain(RmtoolError(key, kind=type(error).__name__, where=where))
    return BUG


def _write_log(error: Exception, home: Path | None) -> Path | None:
    """Note where in the code `error` arose, never its message or values (a client's?). None if it can't be noted."""
    if home is None:
        return None
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    version = ".".join(map(str, sys.version_info[:3]))
    lines = [f"{moment} rmtool {__version__} Python {version} {sys.platform}", *_frames(error), ""]
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(home / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return home / LOG


def _frames(error: BaseException) -> list[str]:
    """Where `error` and the errors that led to it arose, outermost first: module, line and function, then the type."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = _frames(before) if before else []
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        lines.append(f"  {trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}, in {code.co_name}")
        trace = trace.tb_next
    return [*lines, f"  {type(error).__name__}"]
