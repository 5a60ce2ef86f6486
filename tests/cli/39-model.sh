#!/bin/bash
# The executable model of the protocol (tests/model): every history of it, and what goes wrong where
# a rule is left out.
. "$(dirname "$0")/lib.sh"
MODEL=$BUILD/model
[ -x "$MODEL" ] || make -s -C "$TESTS/.." "$MODEL" BUILD="$BUILD" >/dev/null
"$MODEL" >"$T/model"
check 'nothing goes wrong with every rule, and something without each' grep -q ' 0 wrong$' "$T/model"
same <(grep -c '^ok - class [DIKLN],' "$T/model") <(echo 16) '16 variants of five classes'
same <(grep -cE '^ok - [a-z-]+: .*(TWICE|LOST|WRONG RETRY) after [0-9]+ steps$' "$T/model") <(echo 12) '12 rules'
"$MODEL" quiet >"$T/story"
check 'the story of what goes wrong is told' grep -q '=> WRONG RETRY' "$T/story"
check_not 'an unknown rule is none' "$MODEL" nothing
finish
