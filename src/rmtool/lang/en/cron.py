"""What runs by itself."""

TEXTS = {
    "lead_cron": "Lines for cron: take them over with  crontab -e  (rmtool installs nothing). Change the times and\n"
    "leave out lines as you like. A run says nothing when all is well; cron mails you what isn't.",
    "lead_windows": "Tasks for Windows: run this file once from your own account (rmtool installs nothing). Change\n"
    'the times and leave out lines as you like; schtasks /Delete /TN "rmtool day" takes a task away.',
    "day": "Monday to Friday: the morning page of the day.",
    "week": "Every Friday: the week held against its plan, and the plan of the week after.",
    "month": "On the first of each month: the month that is over.",
    "quarter": "On the first day of each quarter: the quarter that is over.",
    "missed": "Every hour: the reports that were missed while the computer was off, each as of its own day, once.",
    "backup": "Monday to Friday: a checked copy of the book in backups/; the oldest copies go.",
    "doctor": "Monday to Friday: a look at the book, its backups and files; says only what needs one.",
    "title": "What runs by itself",
    "job": "job",
    "schedule": "when",
    "what": "what",
    "line": "line",
    "no_folder": "There is no folder {folder}. Make it first, or name another; without --out-dir reports go to "
    "exports/ beside the book.",
    "not_in_a_line": "“{word}” can't stand in a line that runs by itself: it holds a line's end or a character that "
    "is not seen.",
    "needs_passphrase": "The book is encrypted with a passphrase, and nobody types it where these lines run: they "
    "would end with exit code 6. Put the key into a file first: rmtool rekey --new-key-file FILE",
    "needs_keyring": "The book's key is in the system's keyring, which is locked while nobody is logged in and which "
    "cron often can't reach. If the lines end with exit code 6, put the key into a file:"
    " rmtool rekey --new-key-file FILE",
    "too_long": "The command of the task “{job}” is {length} characters long, and schtasks takes {most}: name a folder "
    "for the tasks' files with --xml DIR, which sets no limit.",
    "not_a_format": "Reports that run by themselves aren't written as {format}. Take html, xlsx, md, csv, json "
    "or plain.",
}
