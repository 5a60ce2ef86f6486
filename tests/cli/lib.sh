# shellcheck shell=bash
# For the scripts of tests/cli: TAP, a workspace in a temporary git repository, and running pregon.
#
#   . "$(dirname "$0")/lib.sh"
#   new_workspace                              # a copy of workspace/, committed; we stand in it
#   run publish --now 2026-11-24T09:31+01:00
#   is_status 0 'publish sends what is due'
#   out_has 'sent' 'and says so'
#   run plan --format json
#   json '.balance.sent == 2' 'the balance counts it'
#   finish
#
# $T is a folder of the script's own, gone at the end (KEEP=1 leaves it and says where). Servers
# come from servers/lib.sh and are ended with the script. MODE=asan runs that build's pregon.

TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=${BUILD:-build/${MODE:-release}}
PREGON=$(cd "$TESTS/.." && realpath -m "${PREGON:-$BUILD/bin/pregon}")
T=$(mktemp -d "${TMPDIR:-/tmp}/pregon-test.XXXXXX") || exit 4
mkdir "$T/home"
# shellcheck source=tests/environment.sh
. "$TESTS/environment.sh" "$T/home"
# shellcheck source=tests/servers/lib.sh
. "$TESTS/servers/lib.sh"
export GIT_CEILING_DIRECTORIES=$T

TEST_NUMBER=0
TEST_FAILED=0
TEST_FINISHED=
RUN_STATUS=
RUN_PIDS=()

test_end() {
    local status=$? pid
    for pid in "${RUN_PIDS[@]}"; do
        kill -9 "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
    servers_stop
    cd / || exit
    if [ -n "${KEEP:-}" ]; then echo "# kept: $T"; else rm -rf "$T"; fi
    if [ -z "$TEST_FINISHED" ]; then
        echo "Bail out! the script ended early, with status $status"
        exit 1
    fi
}
trap test_end EXIT
trap 'exit 130' INT TERM

# The last line of a script. COUNT: so many tests there are, should one be lost on the way.
finish() { # [COUNT]
    TEST_FINISHED=yes
    if [ "$TEST_NUMBER" -ne "${1:-$TEST_NUMBER}" ]; then
        fail "there are $1 tests in this script"
    fi
    echo "1..$TEST_NUMBER"
    exit $((TEST_FAILED > 0))
}

# Ends a script that can't test anything here.
skip_all() { # REASON
    TEST_FINISHED=yes
    echo "1..0 # SKIP $1"
    exit 0
}

# In place of COUNT tests.
skip() { # COUNT REASON
    local i
    for ((i = 0; i < $1; i++)); do
        echo "ok $((++TEST_NUMBER)) # SKIP $2"
    done
}

pass() { # WHAT
    echo "ok $((++TEST_NUMBER)) - $1"
}

fail() { # WHAT [DIAGNOSTIC-LINE ...]
    TEST_FAILED=$((TEST_FAILED + 1))
    echo "not ok $((++TEST_NUMBER)) - $1"
    [ $# -eq 1 ] || printf '#   %s\n' "${@:2}"
    return 0
}

# What the last run printed, for a failed test.
show_run() {
    echo "#   ran: pregon ${RUN_ARGUMENTS:-}"
    echo "#   status $RUN_STATUS"
    sed 's/^/#   out: /' "$T/stdout" | head -n 40
    sed 's/^/#   err: /' "$T/stderr" | head -n 40
}

# check WHAT COMMAND ...: a test that passes when the command succeeds.
check() {
    if "${@:2}"; then pass "$1"; else fail "$1" "failed: ${*:2}"; fi
}

# check_not WHAT COMMAND ...: a test that passes when the command fails.
check_not() {
    if "${@:2}"; then fail "$1" "should have failed: ${*:2}"; else pass "$1"; fi
}

# Runs pregon; what it prints is in $T/stdout and $T/stderr.
run() { # ARGUMENT ...
    RUN_ARGUMENTS=$*
    [ -x "$PREGON" ] || { TEST_FINISHED=yes; echo "Bail out! '$PREGON' is not there: run make first"; exit 1; }
    "$PREGON" "$@" >"$T/stdout" 2>"$T/stderr" </dev/null
    RUN_STATUS=$?
    # No test expects these: a signal, or a sanitizer's exit status.
    if [ $RUN_STATUS -ge 99 ] && [ $RUN_STATUS -ne 130 ] && [ $RUN_STATUS -ne 143 ]; then
        fail "pregon $* must not crash"
        show_run
    fi
}

# Starts pregon in the background: $RUN_PID; what it prints is in $T/NAME.out and $T/NAME.err.
run_background() { # NAME ARGUMENT ...
    "$PREGON" "${@:2}" >"$T/$1.out" 2>"$T/$1.err" </dev/null &
    RUN_PID=$!
    RUN_PIDS+=("$RUN_PID")
}

# Waits for it and sets RUN_STATUS.
run_wait() { # [PID]
    wait "${1:-$RUN_PID}"
    RUN_STATUS=$?
}

# Tries a command until it succeeds or some seconds are over.
wait_until() { # SECONDS COMMAND ...
    local tries=$(($1 * 20))
    until "${@:2}"; do
        [ $((tries--)) -gt 0 ] || return 1
        sleep 0.05
    done
}

is_status() { # NUMBER WHAT
    if [ "$RUN_STATUS" = "$1" ]; then pass "$2"; else
        fail "$2" "wanted status $1"
        show_run
    fi
}

output_test() { # FILE WANTED(0|1) TEXT WHAT
    grep -qF -e "$3" "$1"
    if [ $? -eq "$2" ]; then pass "$4"; else
        fail "$4" "$([ "$2" = 0 ] && echo missing || echo unwanted): $3"
        show_run
    fi
}
out_has() { output_test "$T/stdout" 0 "$@"; }   # TEXT WHAT
out_lacks() { output_test "$T/stdout" 1 "$@"; } # TEXT WHAT
err_has() { output_test "$T/stderr" 0 "$@"; }   # TEXT WHAT
err_lacks() { output_test "$T/stderr" 1 "$@"; } # TEXT WHAT

# Standard output is, byte for byte, what stands on standard input.
out_is() { # WHAT
    cat >"$T/wanted"
    same "$T/wanted" "$T/stdout" "$1"
}

same() { # WANTED GOT WHAT
    if diff -u "$1" "$2" >"$T/difference" 2>&1; then pass "$3"; else
        fail "$3"
        head -n 60 "$T/difference" | sed 's/^/#   /'
    fi
}

# Whether a jq expression is true of a file. (jq -e alone is content with an empty file.)
json_holds() { # EXPRESSION FILE
    [ -s "$2" ] && jq -e "$1" "$2" >/dev/null 2>"$T/jq"
}

# A test of a jq expression: of the last run's standard output, or of a file.
json() { # EXPRESSION WHAT [FILE]
    if json_holds "$1" "${3:-$T/stdout}"; then pass "$2"; else
        fail "$2" "not true: $1" "$(head -n 1 "$T/jq" 2>/dev/null)"
        [ $# -gt 2 ] || show_run
    fi
}

# Prints what jq makes of the last run's standard output, or of a file.
json_value() { # EXPRESSION [FILE]
    jq -r "$1" "${2:-$T/stdout}"
}

# A repository with a copy of the small workspace, committed, without a remote. We stand in it.
new_workspace() { # [NAME]
    WORKSPACE=$T/${1:-work}
    cp -R "$TESTS/cli/workspace" "$WORKSPACE" && cd "$WORKSPACE" || exit
    git init -q -b main && git add -A && git commit -qm 'post: the first days' || exit
}

# Writes standard input to a file, with its folders.
write() { # PATH
    mkdir -p "$(dirname "$1")" && cat >"$1"
}

commit() { # MESSAGE
    git add -A && git commit -qm "$1"
}

# Prints a file of the local ledger's branch.
ledger_file() { # PATH
    git show "pregon-ledger:$1"
}

# Prints a fingerprint of all that publish must not touch: work tree, index, HEAD and branches.
fingerprint() {
    {
        git rev-parse HEAD
        git for-each-ref --format='%(refname) %(objectname)' refs/heads/main
        git ls-files --stage
        find . -path ./.git -prune -o -path ./public -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
        find . -path ./.git -prune -o -path ./public -prune -o ! -type f -print | sort
        sha256sum .git/HEAD
    } | sha256sum
}
