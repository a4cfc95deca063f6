"""English: what is said about the command line itself."""

TEXTS = {
    "no_such_command": "There is no command {name}.",
    "no_such_shell": "There is no completion for the shell “{shell}”. There is for: {shells}",
    "no_such_option": "There is no option {option} here.",
    "did_you_mean": "Did you mean: {names}?",
    "see_help": "See: {command} --help",
    "missing": "{name} is missing.",
    "superfluous": "Too many arguments: {arguments}. Put a text with spaces between quotation marks.",
    "option_needs_value": "The option {option} needs a value.",
    "option_takes_no_value": "The option {option} takes no value.",
    "not_a_whole_number": "{name} takes a whole number.",
    "not_in_range": "{name} takes a whole number from {least} to {most}.",
    "bad_value": "The value of {name} can't be used: {message}",
    "not_text": "“{argument}” holds bytes that are no text here. Set the terminal to UTF-8, or give the file another "
    "name.",
    "usage": "{message}",
    "no_such_language": "{where}: there are no texts in {language}. Take one of: {languages}.",
    "not_a_day": "{where}: {value} is no day of the calendar. Write it like 2026-11-25, in a year from 1900 to 2999.",
    "not_seconds": "{where}: {value} is no number of seconds from 0 to 86400.",
    "typed": "What you typed, to be run again: {line}",
    "bug": "Something went wrong inside rmtool ({kind}); this is a fault of rmtool. The place is noted in {where}.",
    "bug_without_log": "Something went wrong inside rmtool ({kind}); this is a fault of rmtool. The place:{where}",
    "mask_or_not": "--mask and --no-mask are asked for at once. Give one of them.",
    "needs_reason": "The rules want {result} masked in a file that others may read. Say why it leaves unmasked with "
    "--reason TEXT (it is put on record), or leave out --no-mask.",
}
