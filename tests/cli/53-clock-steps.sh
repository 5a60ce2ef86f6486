#!/bin/bash
# Somebody sets the machine's clock while a run is at work: forward by a day, back by a day, at each
# moment at which the run looks at it. Nothing goes out before its time or twice, and what is
# written down bears the time of the clock that was compared at the start.
. "$(dirname "$0")/lib.sh"
FAST=$TESTS/../$BUILD/fast-clock.so
[ -e "$FAST" ] || skip_all "'$BUILD/fast-clock.so' is not there: make servers"
printf 'DELETE /everything\n  forget\n' >"$T/forget"
scripted_start "$T/server" "$TESTS/outcomes/networks/mastodon" "$T/forget" || skip_all "$SERVER_WHY"
export PREGON_HORNO=secret-of-horno
new_workspace
rm -r content/posts/*
cat >brand/accounts.yml <<END
accounts:
  horno: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "http://127.0.0.1:$SCRIPTED_PORT"}
  hand: {network: "null", class: N, log: public/n.log}
END
echo public >.gitignore
for post in 'hoy 2026-11-24' 'manana 2026-11-25'; do
    # shellcheck disable=SC2086 # two words
    set -- $post
    printf -- '---\ntitle: %s\ndate: %s 09:30\naccounts: [horno, hand]\n---\nPan de %s.\n' "$1" "$2" "$1" >"content/posts/$1.md"
done
commit 'post: today and tomorrow'

# One run, whose clock is set when it asks for the Nth time.
stepped() { # N SECONDS
    local line
    # shellcheck disable=SC2034 # read to wait for it
    exec 7<>"/dev/tcp/127.0.0.1/$SCRIPTED_PORT" && printf 'DELETE /everything HTTP/1.1\r\n\r\n' >&7 && read -r line <&7
    exec 7<&-
    rm -rf public .git/pregon && git branch -qD pregon-ledger 2>/dev/null
    CLOCK_STEP="$1 $2" LD_PRELOAD=$FAST timeout 20 "$PREGON" publish --now 2026-11-24T09:31:00+01:00 >"$T/stdout" 2>"$T/stderr" </dev/null
    RUN_STATUS=$?
}

wrong() {
    local times
    ! grep -qs manana public/n.log || echo 'tomorrow is early'
    ! git grep -q state: pregon-ledger -- deliveries/manana 2>/dev/null || echo 'tomorrow has a record'
    times=$(git grep -hE '^(claimed|sent|request|retry-after):' pregon-ledger -- deliveries 2>/dev/null | grep -v ' 2026-11-24T08:3[12]:')
    [ -z "$times" ] || echo "${times//$'\n'/, }"
    case $RUN_STATUS in 0) ;; 4) grep -q "clock was set" "$T/stderr" || echo 'without a word' ;; *) echo "status $RUN_STATUS" ;; esac
    "$PREGON" publish --now 2026-11-24T10:20:00+01:00 >"$T/stdout" 2>"$T/stderr" </dev/null || echo "then status $?"
    [ "$(grep -c '^post ' "$T/server/log")" = 1 ] || echo "$(grep -c '^post ' "$T/server/log") posts"
}

# The first four looks are the command's, before there is a run: they make --now.
sweep() { # SECONDS EVERY
    local n found bad='' ended=0
    for ((n = 5; n <= 40; n += $2)); do
        stepped $n "$1"
        [ $RUN_STATUS != 4 ] || ended=$((ended + 1))
        found=$(wrong)
        [ -z "$found" ] || bad+="  $n: ${found//$'\n'/; }"$'\n'
    done
    check "set by $1 s at any moment: nothing early, nothing twice, no wrong time" test -z "$bad"
    printf '%s' "$bad" | sed 's/^/#/'
    check "and such a run ends with 4 and says why ($ended times)" test $ended -gt 5
}
sweep 86400 1
sweep -86400 3
sweep 3600 5
finish 6
