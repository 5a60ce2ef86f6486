#!/bin/bash
# SIGKILL at a system call of a run that sends three posts to networks of the classes I, K, L and N
# and to a blog; what the runs after it make of it. With SWEEP_ALL=1 at each call that changes
# something outside, with the whole run or one child of it, and at every tenth call of all.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$TESTS/sweeps/lib.sh"
sweep_begin

any_call() { sweep_strike "$1" kill "$2"; }
changing_call() { sweep_strike "$1" -c "$SWEEPS/changing" kill "$2"; }
call_of_a_child() { sweep_strike "$1" -c "$SWEEPS/changing" kill-child "$2"; }

kills() { # STRIKE STEP SAMPLE-STEP
    local calls step=$2
    [ -n "${SWEEP_ALL:-}" ] || step=$3
    sweep_fresh 0
    $1 0 1000000
    read -r calls <../call
    sweep_points "$1" "$(sweep_every "$step" 1 "$calls")" "$1"
    sweep_test "$1" $((calls / step * 9 / 10)) "killed at each ${step}th of $calls, ${1//_/ }, each part is there once"
}
kills changing_call 1 60
kills call_of_a_child 1 60
kills any_call 10 400
finish
