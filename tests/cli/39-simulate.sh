#!/bin/bash
# The simulated world (tests/simulate): some histories of overlapping runs that die and lose answers,
# and one of them twice, to the byte. `make simulate SEEDS=N` lives through more.
. "$(dirname "$0")/lib.sh"
SIMULATE=$BUILD/simulate
[ -x "$SIMULATE" ] || make -s -C "$TESTS/.." "$SIMULATE" BUILD="$BUILD" >/dev/null
"$SIMULATE" 200 >"$T/histories"
check '200 histories without a post sent twice, lost or left unfinished' grep -q ' 0 violations$' "$T/histories"
check 'in which runs were killed' grep -qE ' [0-9]{3,} killed' "$T/histories"
check 'and posts were sent' grep -qE ' [0-9]{3,} deliveries sent' "$T/histories"
"$SIMULATE" --seed 7 >"$T/once"
"$SIMULATE" --seed 7 >"$T/again"
same "$T/once" "$T/again" 'a seed is a history, to the byte'
"$SIMULATE" --seed 8 >"$T/other"
check_not 'and another seed another' cmp -s "$T/once" "$T/other"
"$SIMULATE" --life 60d >"$T/life"
check 'sixty days of runs: nothing twice, lost or left unfinished' grep -q ' 0 violations$' "$T/life"
check 'of which none leaves memory behind' grep -q '; 0 bytes left behind;' "$T/life"
check 'and posts were sent, in bad days too' grep -qE '^[0-9]{4} runs, [0-9]+ killed.* [0-9]{2,} deliveries sent' "$T/life"
finish
