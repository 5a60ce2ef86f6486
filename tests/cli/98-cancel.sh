#!/bin/bash
# SIGINT or SIGTERM at a random moment of a run: it ends within five seconds, what it knows is
# written down, and each part is there once in the end. Six moments; a hundred with SWEEP_ALL=1.
# SWEEP_SEED=N for the moments of another seed.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$TESTS/sweeps/lib.sh"
# On a machine that does nothing else it is five; others may be at work here.
LIMIT_MS=${CANCEL_LIMIT_MS:-8000}
sweep_begin

# What was accepted, and what the ledger says of it: an answer that is here is written down, also
# by who is told to stop. Only what was on its way at that moment may still be open.
cancelled() { # WORKER N
    local number=2 begun
    [ $(($2 % 2)) = 0 ] || number=15
    sweep_strike "$1" signal $number "${moments[$2]}"
    # at-call notes when; the run's end is now.
    begun=$(stat -c %.Y ../call)
    awk -v begun="$begun" -v now="$EPOCHREALTIME" 'BEGIN { printf "%d\n", (now - begun) * 1000 }' >"$T/took-$1-$2"
    accepted_and_recorded "$1" >"$T/known-$1-$2"
    # For sweep_point, which looks for the point's number.
    sed -i "s/^[0-9]*/$2/" ../call
}

accepted_and_recorded() { # WORKER
    local network account
    while read -r network account; do
        echo "$(grep -c '^post' "$T/$network-$1/log") $(git --git-dir=../host.git grep -h "state: sent, key" pregon-ledger -- "deliveries/*/$account.yml" 2>/dev/null | wc -l)"
    done <<'END'
bluesky i
mastodon k
gotosocial l
END
}

sweep_fresh 0
sweep_strike 0 kill 1000000
read -r calls <../call
count=6
[ -z "${SWEEP_ALL:-}" ] || count=100
RANDOM=${SWEEP_SEED:-7}
for ((i = 1; i <= count; i++)); do moments[i]=$(((RANDOM * 32768 + RANDOM) % calls + 1)); done
# Both signals also while the program is being loaded, when nothing minds them.
moments[1]=4 moments[2]=5
sweep_points cancel "$(sweep_every 1 1 $count)" cancelled
sweep_test cancel $((count * 9 / 10)) 'told to stop at a random moment, each part is there once'
longest=$(sort -n "$T"/took-* | tail -n 1)
check "each ended within $LIMIT_MS ms ($longest ms at most)" test "$longest" -le "$LIMIT_MS"
awk '{ accepted += $1; recorded += $2 } END { print accepted + 0, recorded + 0 }' "$T"/known-* >"$T/known"
read -r accepted recorded <"$T/known"
check "what is known is recorded ($recorded of $accepted)" test $((recorded * 100)) -ge $((accepted * 99))
finish
