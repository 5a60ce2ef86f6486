#!/bin/bash
# The pager: on a terminal alone, off where it is not wanted, and without a trace in exit status.
. "$(dirname "$0")/lib.sh"
script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip_all 'script(1), which gives a terminal, is not here'
new_workspace
export PREGON_NOW=2026-11-24T12:00:00+01:00 TERM=xterm PAGER='sed s/^/paged:/'
unset NO_PAGER

# Runs pregon at a terminal.
run_at_terminal() { # ARGUMENT ...
    RUN_ARGUMENTS=$*
    timeout 60 script -qec "'$PREGON' $*" /dev/null </dev/null >"$T/screen" 2>"$T/stderr"
    RUN_STATUS=$?
    tr -d '\r' <"$T/screen" >"$T/stdout"
}

for command in help 'help check' 'explain text-length' plan check 'show 2026/11/otono' 'status --log' networks; do
    run_at_terminal "$command"
    check "$command goes through the pager" grep -q '^paged:' "$T/stdout"
    check 'all of it' test "$(grep -vc '^paged:' "$T/stdout")" = 0
done
for command in version schema 'doctor --offline' 'plan --format json' 'help --format man'; do
    run_at_terminal "$command"
    out_lacks 'paged:' "$command does not"
done
run plan
out_lacks 'paged:' 'nor does what goes into a file or a pipe'
run_at_terminal plan --no-pager
out_lacks 'paged:' '--no-pager'
NO_PAGER=1 run_at_terminal plan
out_lacks 'paged:' 'NO_PAGER'
TERM=dumb run_at_terminal plan
out_lacks 'paged:' 'a dumb terminal'
PAGER=cat run_at_terminal plan
out_has balance 'cat'
PAGER=no-such-pager run_at_terminal plan
is_status 0 'a pager that is not there'
out_has balance 'loses nothing'
PAGER="X=1 sed 's/^/two words:/'" run_at_terminal plan
out_has 'two words:' 'a pager is a command of the shell'

printf '%s\n' --- 'title: Pan' 'date: 2026-12-01 09:30' 'accounts: [nadie]' --- 'Hoy hay pan.' >content/posts/mala.md
run_at_terminal check
is_status 1 'the exit status is kept'
out_has 'paged:' 'and what is said on standard error goes there, too'
PAGER='head -n 1' run_at_terminal explain
is_status 0 'one that is quit early ends quietly'
check 'with what it showed' test "$(wc -l <"$T/stdout")" -le 1
PAGER=false run_at_terminal check
is_status 1 'also where it fails at once'
# shellcheck disable=SC2016 # the pager's shell is to expand it
PAGER='read -r first; kill -TERM $PPID; sleep 0.3; echo paged: the end' run_at_terminal explain
is_status 143 'a signal ends the command'
out_has 'paged: the end' 'when the pager has ended'

# Hints, and lines that fit: for people at a terminal.
export NO_PAGER=1
run_at_terminal check
out_has "'pregon explain " 'check says where a rule is explained'
run_at_terminal check -q
out_lacks 'pregon explain' 'not with -q'
run check
err_lacks 'pregon explain' 'nor elsewhere'
rm content/posts/mala.md
run_at_terminal plan --now 2030-01-01
out_has "'pregon new TITLE' begins a post" 'plan says what to do where nothing is to come'
run_at_terminal plan --now 2026-10-01
out_has 'the next is ' 'and what comes later than what it lists'
long=una-publicacion-con-un-nombre-que-no-cabe-en-ninguna-linea
printf '%s\n' --- 'title: Pan' 'date: 2026-11-26 09:30' 'accounts: [blog]' --- 'Hoy hay pan.' >content/posts/$long.md
for columns in 40 60 80; do
    # Examples of commands are not broken.
    for command in plan networks explain 'explain text-length' 'explain Pregon.Exclamation' help help_resolve help_check; do
        command=${command/help_/help }
        COLUMNS=$columns run_at_terminal "$command"
        sed 's/\x1b\[[0-9;]*m//g; /^ \+[^ ]*$/d; /^  pregon/d; /text|/d; s/[^ -~]\+/-/g' "$T/stdout" >"$T/lines"
        check "$columns columns: $command fits" awk -v most=$columns 'length > most { print; exit 1 }' "$T/lines"
    done
done
rm content/posts/$long.md
# Sentences of findings, of what is lost and of what is wrong in the ledger, too.
printf '%s\n' --- 'title: Pan' 'date: 2026-11-26 09:30' 'accounts: [blog]' 'media: [{file: hogaza.jpg}]' --- \
    'Hoy hay pan, y mañana también, y pasado, y el otro, y el otro, y el otro, y el otro, OFERTÓN: el mejor pan de toda la ciudad, sin ninguna duda, y todo lo demás.' >content/posts/mala.md
printf '%s\n' --- 'title: Pan' 'date: 2026-11-26 09:30' 'accounts: [nadie-que-tenga-un-nombre-corto-en-este-mundo]' --- 'Hoy.' >content/posts/otra.md
PREGON_NOW=2026-11-24T12:00:00+01:00 run hold --why 'Un accidente en el obrador, y no se sabe todavía cuánto tardará en estar todo como siempre ha estado'
for columns in 60 80; do
    for command in check 'check -q' status 'status --log' 'show 2026/11/otono'; do
        COLUMNS=$columns run_at_terminal "$command"
        sed 's/\x1b\[[0-9;]*m//g; /^ \+[^ ]*$/d; s/[^ -~]\+/-/g' "$T/stdout" >"$T/lines"
        check "$columns columns: $command fits" awk -v most=$columns 'length > most { print; exit 1 }' "$T/lines"
    done
done
COLUMNS=60 run_at_terminal check
check 'what goes on is indented' grep -q '^        [^ ]' "$T/stdout"
run check
check 'elsewhere a finding stays on one line' test "$(grep -c '^        [^ ]' "$T/stdout")" = 0
rm content/posts/mala.md content/posts/otra.md
unset NO_PAGER

if command -v less >/dev/null; then
    unset PAGER LESS
    run_at_terminal networks null
    is_status 0 'less shows a short text and ends'
    out_has 'Class I' 'which stays on the screen'
else
    skip 2 'less is not here'
fi
finish
