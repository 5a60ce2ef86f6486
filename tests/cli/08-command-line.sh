#!/bin/bash
# The command line: words, options and values that are wrong say so, with status 2 and the right
# one; nothing that was typed is passed over in silence; results alone on standard output.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-24T12:00:00+01:00
mapfile -t commands < <("$PREGON" help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')

# Wrong usage: status 2, a message that has TEXT, and nothing on standard output.
refuses() { # TEXT WHAT ARGUMENT ...
    run "${@:3}"
    if [ $RUN_STATUS -eq 2 ] && [ ! -s "$T/stdout" ] && grep -qF -e "$1" "$T/stderr"; then pass "$2"; else
        fail "$2" "wanted status 2 and: $1"
        show_run
    fi
}

# Words.
refuses "did you mean 'check'?" 'a command that is misspelt' chekc
refuses "did you mean 'check'?" 'a command in capitals' CHECK
refuses "see 'pregon help'" 'a command that is none' frobnicate
refuses "did you mean 'check'?" 'help of a command that is misspelt' help chekc
refuses "see 'pregon help'" 'an empty word' ''
for command in plan status publish doctor hold resume version; do
    refuses "'otono' is one word too many: see 'pregon help $command'" "$command takes no argument" $command otono
done
refuses "'b' is one word too many" 'show takes one post' show a b
refuses "'c' is one word too many" 'resolve takes a post and an account' resolve a b c --skip
refuses "'plan' is one word too many" 'help explains one command' help check plan
refuses "say which post" 'show wants a post' show
refuses "there is no file or folder 'content/posts/otno.md'" 'check wants paths that are there' check content/posts/otno.md
run check content/posts/2026/11/otono.md content/posts brand ./calendar/
is_status 0 'which may be files and folders'
cd content/posts || exit
run check 2026/11/otono.md content/posts/2026/11 .. "$PWD"
is_status 0 'seen from where one stands, and from the root'
for locale in LANG=es_XX.UTF-8 'LC_ALL= LANG=es' 'LC_ALL=fr_XX.UTF-8 LANGUAGE=es'; do
    # shellcheck disable=SC2086
    check "$locale: a locale that is not installed tells the language" \
        grep -q '^pregon: publicaciones' <(env -i HOME="$T/home" PATH="$PATH" $locale "$PREGON" help)
done
check 'unless another goes before it' grep -q '^pregon: posts' <(env -i HOME="$T/home" PATH="$PATH" LC_ALL=C LANG=es_XX.UTF-8 "$PREGON" help)
run --lang en hold --acount=x
is_status 2 'an unknown option with its value'
err_has "unknown option '--acount'; did you mean '--account'?" 'gets a proposal, too'
run show 2026/11/otono.md
is_status 0 'show takes them too'
cd "$WORKSPACE" || exit

# Options.
refuses "did you mean '--format'?" 'an option that is misspelt' plan --fromat json
refuses "did you mean '--help'?" 'a common one' --hlep
refuses "see 'pregon help plan'" 'an option that is none' plan --frobnicate
refuses "see 'pregon help'" 'a letter that is none' -x
refuses "'--ver' may be '--verbose' or '--version'" 'an option cut too short' --ver
refuses "option '--from' needs a value" 'an option without its value' plan --from
refuses "'plan' takes text|json" 'a format that is none' plan --format xml
refuses "'help' takes text|man|bash|zsh|fish|names" 'one that another command has' help --format json
refuses "--lang takes es or en" 'a language that is not there' --lang fr plan
refuses '--level takes error, warning or suggestion' 'a level that is none' check --level erorr
refuses "did you mean 'blog'?" 'an account that is misspelt' plan --account blgo
refuses "did you mean 'blog'?" 'in show too' show 2026/11/otono --account blgo
refuses "did you mean 'blog'?" 'in publish too' publish --account blgo
refuses "did you mean 'blog'?" 'in hold too' hold --account blgo
refuses "did you mean '2026/11/otono'?" 'a post that is misspelt' hold --post 2026/11/otno
refuses "did you mean '2026/11/otono'?" 'in publish too' publish --post 2026/11/otno
check_not 'none of them begins a ledger' git rev-parse -q --verify pregon-ledger
refuses "there is no post, account or campaign 'nada'" 'an exception that is none' hold --except nada
refuses '--from' 'a time that is none names its option' plan --from ayer
refuses '--from comes after --until' 'a window that is turned round' plan --from 2026-12-05 --until 2026-12-01
refuses "'show' has no --all" 'a command that takes one workspace' show 2026/11/otono --all

run hold --account blog --why 'el horno se ha parado' --until '2026-11-25 12:00'
is_status 0 'hold'
run status
out_has 'held: blog: el horno se ha parado' 'status shows what is held, and why'
out_has 'until 2026-11-25T12:00:00+01:00' 'and how long'
refuses 'there is no such hold' 'resume ends only what is held' resume
run resume --account blog
is_status 0 'resume'
run status
out_lacks held 'and nothing is held'
git branch -q -D pregon-ledger

# Help and version, wherever they stand.
for command in "${commands[@]}"; do
    run "$command" --help
    is_status 0 "$command --help"
    out_has "pregon $command" 'it is about it'
    check 'it shows an example' grep -qE "^  pregon $command( |$)" "$T/stdout"
    cp "$T/stdout" "$T/help"
    run help "$command"
    same "$T/help" "$T/stdout" "help $command is the same"
    run "$command" -h
    same "$T/help" "$T/stdout" 'so is -h'
    run --lang es "$command" --help
    out_has 'Opciones comunes:' 'in Spanish too'
    check_not 'without an English word in capitals' grep -qE '\[?(POST|ACCOUNT|PATH|TIME|COMMAND|DIR|DURATION)\b' "$T/stdout"
done
run plan --version
out_has 'pregon ' 'plan --version is version'
out_lacks balance 'not a plan'
run version --json
json '.version == 1 and (.pregon | type) == "string" and (.libraries | length) > 3' 'version --json'

# Where: -C, before the command and behind it.
cd "$T" || exit
run -C work plan
is_status 0 '-C before the command'
run plan -C work/content/posts
is_status 0 '-C behind it, below the workspace'
write work/vale.ini <<'EOF'
[*.md]
EOF
run -C work check --vale-ini vale.ini content/posts
is_status 0 'where other files are named from, too'
run -C work check --cache its-cache
check 'and written' [ -s work/its-cache ]
rm work/vale.ini work/its-cache
run -C work check --vale-ini nowhere.ini
err_has "there is no file 'nowhere.ini'" 'a configuration that is not there is named'
refuses "cannot open the folder '/nowhere'" 'a folder that is not there' -C /nowhere plan
run plan
is_status 1 'where there is no workspace'
err_has 'there is no workspace in' 'it says so'
cd "$WORKSPACE" || exit

# When: every command that asks for the time, in the forms that people write.
now_is() { # TEXT WANTED
    run plan --format json --now "$1"
    json ".now == \"$2\"" "--now $1"
}
now_is 2026-11-24T08:31:00Z 2026-11-24T09:31:00+01:00
now_is '2026-11-24 9:31' 2026-11-24T09:31:00+01:00
now_is 2026-07-01T09:31 2026-07-01T09:31:00+02:00
now_is 2026-11-24 2026-11-24T00:00:00+01:00
refuses "write '2026-11-24'" 'another notation' plan --now 24/11/2026
refuses '--now' 'an empty one' plan --now ''
refuses '--now' 'a day that does not exist' status --now 2026-02-30
refuses 'comes twice' 'a time that the clocks repeat' check --now '2026-10-25 02:30'
PREGON_NOW=ayer refuses PREGON_NOW 'the variable names itself' plan
PREGON_NOW='' run plan
is_status 0 'an empty variable is none'

# Where results go.
for format in json sarif github; do
    run check --format $format
    check "check --format $format: messages stand on standard error" grep -q 'note: no ledger' "$T/stderr"
    out_lacks 'note: no ledger' 'and not among the results'
done
run check -q
err_lacks note '-q says less'
run -q check
err_lacks note 'before the command too'
for arguments in plan 'plan --format json' check 'show 2026/11/otono' help version status 'help plan --format man'; do
    # shellcheck disable=SC2086
    if [ -c /dev/full ]; then
        "$PREGON" $arguments >/dev/full 2>"$T/stderr"
        check "$arguments: a full disk is status 4" [ $? = 4 ]
        check 'with a message' grep -q 'cannot write the output' "$T/stderr"
    else
        skip 2 'there is no /dev/full'
    fi
    # shellcheck disable=SC2086
    "$PREGON" $arguments >&- 2>"$T/stderr"
    check "$arguments: so is a closed standard output" [ $? = 4 ]
    # shellcheck disable=SC2086
    "$PREGON" $arguments 2>"$T/stderr" | head -c 1 >"$T/stdout"
    check "$arguments: a reader that leaves early is no failure" [ "${PIPESTATUS[0]}" = 0 ]
    check 'and no message' [ "$(grep -vc 'note: no ledger' "$T/stderr")" = 0 ]
done
# A file that is opened must not become standard output.
"$PREGON" publish --no-push --now "$PREGON_NOW" <&- >&- 2>&-
check 'publish without standard files ends with 4' [ $? = 4 ]
run status
is_status 0 'and has damaged nothing'
check 'neither in git' git fsck --strict --no-dangling

# Columns hold the words of both languages; words of machine formats are never translated.
run --lang es doctor --offline
check 'columns stand below each other in Spanish' [ "$(grep -oE '^(bien|nota|mal) +(espacio de trabajo|libro de registro|git|blog) +' "$T/stdout" | awk '{print length}' | sort -u | wc -l)" = 1 ]
run --lang es doctor --offline --format json
json '[.findings[].subject] == ["workspace", "ledger", "git", "blog"]' 'doctor --format json names its subjects in one language'

# Colours and columns are for terminals.
run plan
check_not 'no colour in a file' grep -q $'\033' "$T/stdout"
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    on_terminal() { # COMMAND
        script -qec "$1" /dev/null </dev/null >"$T/stdout" 2>&1
        RUN_STATUS=$?
    }
    on_terminal "'$PREGON' show 2026/11/otono"
    check 'colour on a terminal' grep -q $'\033\[1m' "$T/stdout"
    on_terminal "NO_COLOR=1 '$PREGON' show 2026/11/otono"
    check_not 'none with NO_COLOR' grep -q $'\033' "$T/stdout"
    on_terminal "NO_COLOR= '$PREGON' show 2026/11/otono"
    check 'an empty NO_COLOR is none' grep -q $'\033\[1m' "$T/stdout"
    on_terminal "'$PREGON' show 2026/11/otono --format json"
    check_not 'machine formats have none' grep -q $'\033' "$T/stdout"
    answer() { # TEXT
        printf '%s\n' "$1" | script -qec "'$PREGON' --lang es resolve 2026/12/turron blog --skip" /dev/null >"$T/stdout" 2>&1
    }
    answer no
    out_has '¿seguir? [sí/no]' 'what writes into the ledger asks first'
    out_has 'no se ha cambiado nada' 'a no changes nothing'
    run plan --format json
    json '.balance.skipped == 0' 'as it says'
    answer sí
    run plan --format json
    json '.balance.skipped == 1' 'a yes does it'
else
    skip 8 'script (util-linux) is not here'
fi
# A machine that tells no time.
FAST=$TESTS/../$BUILD/fast-clock.so
if [ ! -f "$FAST" ] || [ "${MODE:-}" = asan ]; then
    skip 2 "'$FAST' is not there (make servers), or goes with no sanitizer"
else
    LD_PRELOAD=$FAST NO_CLOCK=1 run plan
    is_status 4 'without a clock it ends'
    err_has "clock can't be read" 'and says why'
fi
finish
