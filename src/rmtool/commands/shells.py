"""The scripts by which shells ask rmtool for completions. Not: the answers (completion.py)."""

_BASH = r"""# rmtool: completion for bash. In ~/.bashrc:  eval "$(rmtool completion bash)"
_rmtool() {
    local line words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    words=("${words[@]//\\/}")
    local last=$((COMP_CWORD - 1))
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            compopt -o default 2>/dev/null
            return
        fi
        COMPREPLY+=("${line%%$'\t'*}")
    done < <(rmtool __complete "--word=${words[last]}" -- "${words[@]:0:last}" 2>/dev/null)
}
complete -o filenames -F _rmtool rmtool
"""

_ZSH = r"""#compdef rmtool
# rmtool: completion for zsh. In ~/.zshrc, after compinit:  eval "$(rmtool completion zsh)"
_rmtool() {
    local line
    local -a lines typed shown
    lines=("${(@f)$(rmtool __complete "--word=${(Q)words[CURRENT]}" -- "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}")
    if [[ $lines[1] == :files ]]; then
        _files
        return
    fi
    for line in $lines; do
        typed+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done
    (( $#typed )) && compadd -U -l -d shown -a typed
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then _rmtool "$@"; else compdef _rmtool rmtool; fi
"""

_FISH = r"""# rmtool: completion for fish.  rmtool completion fish > ~/.config/fish/completions/rmtool.fish
function __rmtool_suggestions
    set -l before (commandline -opc)
    set -e before[1]
    set -l lines (rmtool __complete --word=(commandline -ct) -- $before 2>/dev/null)
    if test "$lines[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else if set -q lines[1]
        printf '%s\n' $lines
    end
end
complete --command rmtool --no-files --arguments '(__rmtool_suggestions)'
"""

_POWERSHELL = r"""# rmtool: completion for PowerShell. In $PROFILE:
#   rmtool completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName rmtool -ScriptBlock {
    param($word, $line, $position)
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [Text.Encoding]::UTF8
    try {
        $before = @($line.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
        rmtool __complete "--word=$("$word".Trim('"', "'"))" '--' @before 2>$null |
            Where-Object { $_ -ne ':files' } |
            ForEach-Object {
                $typed, $meaning = $_ -split "`t", 2
                if (-not $meaning) { $meaning = $typed }
                $quoted = if ($typed -match '[^\w\-.]') { "'" + ($typed -replace "'", "''") + "'" } else { $typed }
                [System.Management.Automation.CompletionResult]::new($quoted, $typed, 'ParameterValue', $meaning)
            }
    } finally {
        [Console]::OutputEncoding = $encoding
    }
}
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}
"""The script for each shell."""
