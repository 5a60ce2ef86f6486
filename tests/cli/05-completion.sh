#!/bin/bash
# Completions for bash, zsh and fish, by the shells themselves: made of the same tables as the help.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-24T12:00:00+01:00
PATH=$(dirname "$PREGON"):$PATH

for shell in bash zsh fish; do
    run help --format $shell
    is_status 0 "there is one for $shell"
    cp "$T/stdout" "$T/pregon.$shell"
    missing=
    for command in $("$PREGON" help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p'); do
        for word in "$command" $("$PREGON" help "$command" | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -e '[a-z][a-z-]+'); do
            grep -qwF -e "$word" "$T/pregon.$shell" || missing="$missing $command:$word"
        done
    done
    check "$shell: every command and option of the help is in it$missing" [ -z "$missing" ]
done
run help check --format bash
is_status 2 'of one command there is none'

# WANTED is what SHELL offers for the words, the last of which is being typed.
offers() { # SHELL WANTED WORD ...
    local got
    got=$("complete_$1" "${@:3}" | sort | tr '\n' ' ')
    if [ "${got% }" = "$2" ]; then pass "$1: ${*:3}"; else fail "$1: ${*:3}" "wanted $2" "got    $got"; fi
}

complete_bash() {
    bash -c 'source "$0"
        compopt() { :; }
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _pregon
        printf "%s\n" "${COMPREPLY[@]}"' "$T/pregon.bash" "$@"
}

complete_fish() {
    fish --no-config -c 'source $argv[1]; complete -C "$argv[2]"' "$T/pregon.fish" "$*" | cut -f 1
}

# A zsh at a terminal of its own, in which a key is typed that completes and shows the line.
complete_zsh() {
    zsh -f -c '
        zmodload zsh/zpty
        zpty z "PS1= TERM=dumb zsh -f -i"
        zpty -w z "autoload -Uz compinit; compinit -u -D; source ${(q)1}; cd ${(q)PWD}"
        zpty -w z "shown() { zle complete-word; print -r -- \"<<\$BUFFER>>\"; BUFFER= }"
        zpty -w z "zle -N shown; bindkey ^X shown; unsetopt bracketedpaste; echo rea\"\"dy"
        zpty -r -m z line "*ready*"
        zpty -n -w z "$2"$'"'\\x18'"'
        zpty -r -m z line "*<<*>>*"
        line=${${line##*<<}%%>>*}
        print -r -- ${${${line% }%=}##* }
        zpty -d z' zsh "$T/pregon.zsh" "$*"
}

# The workspace has what options may name, and something that no shell may be told.
mkdir -p calendar/campaigns
printf -- '---\ntitle: Otoño\n---\n' >calendar/campaigns/otono-2026.md
printf 'people:\n  ana: {name: Ana, email: ana@horno.example, roles: [legal]}\n' >brand/team.yml
printf 'approvals:\n  - {roles: [jefatura, "$(touch bad)"], when: {sponsored: true}}\n' >>brand/brand.yml
grep -q '^queues:' calendar/calendar.yml || printf 'queues:\n  mananas: {slots: {default: ["MO-FR 09:30"]}, accounts: [blog]}\n' >>calendar/calendar.yml
run help --format names
is_status 0 'the names of the workspace are listed'
for name in 'account blog' 'campaign otono-2026' 'queue mananas' 'person ana' 'role legal' 'role jefatura'; do
    check "$name" grep -qx "$name" "$T/stdout"
done
check_not 'and nothing that a shell would run' grep -q '[$`(]' "$T/stdout"
git checkout -q brand/brand.yml
run -C / help --format names
is_status 0 'where there is no workspace'
check 'there are none' test ! -s "$T/stdout" -a ! -s "$T/stderr"

try_shell() { # SHELL
    offers "$1" legal pregon approve --role leg
    offers "$1" otono-2026 pregon hold --campaign oto
    offers "$1" mananas pregon move --queue man
    offers "$1" check pregon che
    offers "$1" --level pregon check --lev
    offers "$1" sarif pregon check --format sa
    offers "$1" warning pregon check --level w
    offers "$1" mastodon pregon -C . networks mas
    offers "$1" calendar pregon schema cale
    offers "$1" text-length pregon explain text-len
    offers "$1" blog pregon plan --account bl
    offers "$1" 2026/11/otono pregon show 2026/11/ot
    offers "$1" publish pregon help pub
    offers "$1" brand/brand.yml pregon check brand/bra
}

try_shell bash
offers bash sarif pregon check --format = sa
offers bash 'en es' pregon --lang ''
for shell in zsh fish; do
    if command -v $shell >/dev/null; then try_shell $shell; else skip 14 "$shell is not here"; fi
done
finish
