"""What every command is run with where all of them are looked at: those that change facts, and those that don't."""

from collections.abc import Iterable, Mapping, Sequence

from rmtool.commands.app import Group

Line = tuple[str, ...]

WRITING: dict[str, Sequence[Line]] = {
    "import": [("list.csv",), ("log.csv", "--create-clients")],
    "client-add": [("新源电子", "deposit=1000万", "tags=a,b")],
    "client-set": [("1", "name=华强半导体", "deposit_avg=800万"), ("2", "status=lost"), ("4", "rm=")],
    "edit": [("1", "--from", "edited.yaml")],
    "tag": [("bond", "1", "2"), ("bond、vip", "1"), ("listed", "1", "--remove"), ("vip", "--rm", "李明")],
    "note": [("1", "new", "plant"), ("2", "x", "--on", "2026-11-20")],
    "note-remove": [("1",)],
    "person-add": [("1", "李强", "title=CEO", "phone=13800138000")],
    "person-set": [("1", "王丽", "power=决策", "name=王莉")],
    "person-remove": [("1", "CFO")],
    "client-away": [("1", "--until", "2026-11-27", "--why", "fair")],
    "client-cadence": [("1", "M: every 14d", "--why", "loan"), ("2", "M: tier")],
    "leave": [("--from", "2026-11-26", "--until", "2026-11-27")],
    "plan-week": [("next",)],
    "visit": [
        ("3", "--on", "2026-11-26", "--at", "10:17"),
        ("1", "--confirm"),
        ("1", "--cancel"),
        ("1", "--missed"),
        ("1", "--move", "--on", "2026-11-27"),
        ("4", "--must"),
    ],
    "occasion-add": [
        ("1", "birthday", "农历八月十五", "--person", "王丽"),
        ("4", "birthday", "11-27"),
        ("1", "anniversary", "2016-12-01"),
    ],
    "occasion-set": [("1", "day=2026-12-02", "note=gala"), ("4:birthday", "day=11-28")],
    "occasion-remove": [("1",), ("4:birthday",)],
    "occasion-done": [("4", "--why", "sent flowers")],
    "follow-up-move": [("1", "2026-12-03")],
    "follow-up-done": [("1", "--why", "sent")],
    "alert-done": [("2", "--why", "agreed")],
    "log-contact": [("1", "M", "closes the visit"), ("4", "T", "--next", "call again", "--next-on", "2026-12-01")],
    "contact-set": [("1", "on=2026-11-19", "note=x"), ("2", "code=T"), ("2", "on=2026-11-19")],
    "contact-remove": [("1",), ("2",)],
    "mappings": [("--forget", "1")],
    "prospects": [("--regrade", "--apply")],
    "prospect-add": [("盐田港务", "value=高")],
    "prospect-set": [("P0001", "stage=proposal", "likelihood=0.9")],
    "prospect-trigger": [
        ("P0001", "unhappy", "slow", "--on", "2026-11-18"),
        ("P0001", "重组"),
    ],
    "prospect-take": [("4", "value=200万", "likelihood=0.4", "referrer=王丽", "rival=他行")],
    "prospect-read": [("P0001",), ("--all",)],
    "prospect-won": [("P0001",)],
    "prospect-release": [("P0001", "--why", "moved away")],
    "holding-add": [("1", "代发工资"), ("4", "安盈理财", "amount=30万", "bank=他行", "opened=2026-01-05")],
    "holding-set": [("1", "premium=6万", "ended=2026-11-20")],
    "holding-remove": [("1",)],
    "campaign": [
        ("rate change", "--lacks", "代发工资"),
        ("rate change", "--reached", "1"),
        ("rate change", "--close"),
    ],
    "review": [("1", "--done", "--note", "a talk"), ("4", "--done", "--on", "2026-11-20")],
    "merge": [("1", "2", "-y"), ("4", "P0001", "-y")],
}
"""For every command that changes facts, what it is run with."""

READING: dict[str, Sequence[Line]] = {
    "today": [()],
    "due": [(), ("--until", "2026-12-31")],
    "follow-ups": [()],
    "alerts": [(), ("--kind", "move")],
    "occasions": [(), ("--days", "60", "--tier", "weekly")],
    "contacts": [(), ("--matrix",)],
    "plan-week": [(), ("--dry-run",), ("--why", "1"), ("2026-W40",), ("--why", "4", "--keep-days", "0")],
    "week": [(), ("next",), ("2026-W40",)],
    "plan-month": [()],
    "plan-quarter": [()],
    "plan-year": [()],
    "clients": [(), ("--due",), ("--find", "电子"), ("--class", "A"), ("--tier", "weekly")],
    "brief": [("1",), ("P0001",)],
    "client": [("1",), ("P0001",)],
    "prospects": [
        (),
        ("--all",),
        ("--regrade",),
        ("--funnel",),
        ("--find",),
        ("--explain", "P0001"),
        ("--history", "P0001"),
    ],
    "tiers": [(), ("--check",), ("--schema",), ("--explain", "1")],
    "segment": [(), ("--by", "deposit_avg")],
    "stats": [(), ("--from", "2026-11-01", "--to", "2026-11-23"), ("--rm", "李明")],
    "report": [("day",), ("week",), ("month",), ("quarter",), ("coverage", "--check"), ("segment",), ("workbook",)],
    "cron": [()],  # of --windows the length of the paths decides how it ends: test_cron.py
    "import": [("list.csv", "--dry-run")],
    "products": [(), ("--check",), ("--schema",)],
    "coverage": [(), ("--tier", "weekly"), ("--class", "B")],
    "suits": [("1",), ("P0001",)],
    "groups": [(), ("--tier", "weekly")],
    "campaigns": [(), ("rate change",)],
    "review": [("1",), ("2",)],
    "reviews": [(), ("--due",)],
    "undo": [("--list",)],
    "history": [(), ("1",)],
    "mappings": [()],
    "doctor": [()],
    "completion": [("bash",)],
    "privacy": [()],
    "disclosures": [()],
    "export": [("all.zip",)],
    "backup": [("copy.db",), ("--list",), ("--verify",), ("--drill",)],
}
"""For every command, what it is run with so that it writes nothing into the book."""

EXEMPT = {"undo", "redo", "restore", "forget", "purge", "demo", "encrypt", "decrypt", "rekey"}
"""What can't be undone as a command itself: the undoing, what replaces the book whole, what is to leave no trace to
come back by, what has a book of its own, what writes the file anew under another key."""

TOLD = "编号,单位,钱\n8,盐田港,100万\n"
"""The list `told.csv` of `READY`."""

_OCTOBER, _MONDAY = "2026-10-01", "2026-11-23"

READY: Sequence[tuple[Line, str]] = (
    (("client-add", "华强电子", "client_no=1", "deposit_avg=1200万"), _OCTOBER),
    (("client-add", "凯发电子", "client_no=2", "deposit_avg=1100万"), _OCTOBER),
    (("client-add", "远洋物流", "client_no=3", "deposit_avg=300万"), _OCTOBER),
    (("client-add", "南山光学", "client_no=4", "deposit_avg=20万", "rm=李明"), _OCTOBER),
    (("tag", "listed", "1"), _OCTOBER),
    (("note", "1", "family firm"), _OCTOBER),
    (("person-add", "1", "王丽", "title=CFO"), _OCTOBER),
    (("holding-add", "2", "年金保险", "premium=5万", "cover=100万", "term=10年"), _OCTOBER),
    (("occasion-add", "1", "other", "2026-12-01", "dinner"), _OCTOBER),
    (("occasion-add", "4", "contract-end", "2026-11-30", "payroll"), _OCTOBER),
    (("occasion-add", "4", "birthday", "农历十月廿一"), _OCTOBER),
    (("prospect-add", "海川科技", "value=2000万", "likelihood=0.5"), _MONDAY),
    (("prospect-set", "P0001", "value=50万"), _MONDAY),
    (("campaign", "rate change", "--tag", "listed"), _OCTOBER),
    (("review", "2", "--done"), _OCTOBER),
    (("client-cadence", "2", "M: every 10d", "--why", "loan"), _MONDAY),
    (("client-set", "2", "deposit_avg=400万"), _MONDAY),
    (("log-contact", "1", "M", "--on", "2026-11-12", "--next", "offer", "--next-on", "2026-11-30"), _MONDAY),
    (("visit", "2", "--on", "2026-11-23", "--at", "15:00"), _MONDAY),
    (("log-contact", "2", "M"), _MONDAY),
    (("import", "told.csv", "--map", "钱=deposit_avg"), _MONDAY),
    (("plan-week",), _MONDAY),
)
"""The commands, each with its day, that make the book that all others are run on."""

LISTS: Mapping[str, str] = {
    "list.csv": "客户编号,客户名称,日均存款\n1,华强电子,950万\n9,新客户,500万\n",
    "edited.yaml": "client:\n  district: 福田区\npeople:\n  - name: 李强\nnotes:\n  - on: 2026-11-20\n    note: x\n",
    "log.csv": "date,client_no,name,code,note\n2026-11-18,1,华强电子,T,x\n2026-11-19,77,,M,y\n",
}
"""The files that the commands find in their folder."""


SAYS_NOTHING = {"--apply", "--done", "--drill", "--schema", "--check"}
"""Options without a value after which a reading command writes, or says the same, or nothing of any client."""


def without(command: str, given: Iterable[object]) -> set[str]:
    """The options without a value that change what a reading command shows, and aren't among the words `given`."""
    parameters = Group(name="rmtool").get_command(None, command).params
    flags = {name for p in parameters if getattr(p, "is_flag", False) for name in p.opts if name.startswith("--")}
    return flags - SAYS_NOTHING - {"--help"} - {word for line in given for word in str(line).split()}


def lines(table: Mapping[str, Sequence[Line]]) -> list[Line]:
    """The command lines of a table."""
    return [(command, *line) for command, listed in table.items() for line in listed]
