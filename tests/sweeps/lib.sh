# shellcheck shell=bash
# Sweeps: something strikes at the N-th system call (tests/tools/at-call.c) or allocation
# (tests/preload/no-memory.c) of a run that has three posts to send to a network of each class; then
# others follow, which must end with each part there once. For scripts that have sourced cli/lib.sh.
#
#   sweep_begin                          servers and a workspace for each of SWEEP_JOBS (3) workers
#   sweep_points NAME "1 4 7" STRIKE     STRIKE W N: strikes; see sweep_strike
#   sweep_test NAME COUNT WHAT           a test: so many points at least, and none failed
#
# SWEEP_ONLY=N tries that point alone and shows what was printed. SWEEP_PART=2/4 tries the second of
# four parts, which together are the whole: what takes hours can be done on several days. SWEEP_KEEP
# names a folder in which a line a point is kept, of all parts.

SWEEPS=$TESTS/sweeps
SWEEP_JOBS=${SWEEP_JOBS:-3}
SWEEP_PART=${SWEEP_PART:-1/1}
SWEEP_BIN=$(realpath -m "$TESTS/../$BUILD")
# The first run; then those after it, by which time nothing is on its way any more. Where a run
# comes after a minute, some things have to wait for the next.
SWEEP_NOW=2026-11-24T09:31:00+01:00
SWEEP_LATER=(2026-11-24T10:22:00+01:00 2026-11-24T11:12:00+01:00 2026-11-24T12:02:00+01:00)
SWEEP_SOON=(2026-11-24T09:32:00+01:00 2026-11-24T10:22:00+01:00 2026-11-24T11:12:00+01:00)
SWEEP_LIMIT_S=${SWEEP_LIMIT_S:-120}
export PREGON_HORNO=secret-of-horno PREGON_GIT_TOKEN=token-of-host

sweep_begin() {
    local worker network
    if ! [[ $SWEEP_PART =~ ^([1-9][0-9]*)/([1-9][0-9]*)$ ]] || ((BASH_REMATCH[1] > BASH_REMATCH[2])); then
        fail "SWEEP_PART is a part and how many there are, such as 2/4: '$SWEEP_PART'"
        finish
    fi
    [ "${MODE:-release}" = release ] || skip_all "what strikes and $MODE don't go together"
    for worker in at-call git-host scripted-server fast-clock.so no-memory.so; do
        [ -e "$SWEEP_BIN/$worker" ] || skip_all "'$BUILD/$worker' is not there: make servers"
    done
    "$SWEEP_BIN/at-call" -o "$T/counted" kill 1000000 true || skip_all 'this system lets nobody trace'
    printf 'DELETE /everything\n  forget\n' >"$T/forget"
    # One authority: reading all that this system trusts takes longer than everything else.
    export SSL_CERT_FILE=$SWEEPS/authority.pem
    mkdir "$T/hosts" && "$SWEEP_BIN/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
    SERVER_PIDS+=($!)
    wait_until 5 grep -qsx ready "$T/host.ready" || skip_all "$(cat "$T/host.errors")"
    eval "$(sed '/^ready$/d' "$T/host.ready")"
    for ((worker = 0; worker < SWEEP_JOBS; worker++)); do
        for network in bluesky mastodon gotosocial; do
            scripted_start "$T/$network-$worker" "$TESTS/outcomes/networks/$network" "$T/forget" || skip_all "$SERVER_WHY"
            eval "SWEEP_${network^^}_$worker=$SCRIPTED_PORT"
        done
        sweep_workspace "$worker" || exit
    done
}

# The first of three posts is a thread of two.
sweep_workspace() { # WORKER
    local at=$T/new-$1 post port="http://127.0.0.1"
    local bluesky=SWEEP_BLUESKY_$1 mastodon=SWEEP_MASTODON_$1 gotosocial=SWEEP_GOTOSOCIAL_$1
    mkdir -p "$at"/work/{brand,calendar,content/posts} && cd "$at/work" || return
    printf 'name: El Horno\nlanguages: [es]\n' >brand/brand.yml
    cp "$TESTS/cli/workspace/calendar/calendar.yml" calendar/
    cat >brand/accounts.yml <<END
accounts:
  i: {network: bluesky, secret: PREGON_HORNO, handle: horno.test, service: "$port:${!bluesky}"}
  k: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "$port:${!mastodon}"}
  l: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "$port:${!gotosocial}"}
  n: {network: "null", class: N, log: public/n.log}
  blog: {network: blog, title: El Horno, url: "https://horno.example/"}
END
    for post in a b c; do
        printf -- '---\ntitle: Otoño %s\ndate: 2026-11-24 09:30\naccounts: [i, k, l, n, blog]\n---\nVuelve la hogaza, %s.\n' \
            $post $post >content/posts/$post.md
    done
    printf '\n---\n\nSolo hasta el domingo.\n' >>content/posts/a.md
    echo public >.gitignore
    git init -q -b main && commit 'post: three' || return
    git init -q --bare -b main "$at/host.git" && git push -q "$at/host.git" main &&
        rm -rf "$at"/host.git/hooks "$at"/work/.git/hooks &&
        git remote add origin "http://127.0.0.1:$GIT_HOST_PORT/$1/host.git"
}

# A new workspace, a new host, and servers that know of nothing.
sweep_fresh() { # WORKER
    local network port line
    rm -rf "$T/hosts/$1" && cp -R "$T/new-$1" "$T/hosts/$1" && cd "$T/hosts/$1/work" || return
    for network in BLUESKY MASTODON GOTOSOCIAL; do
        port=SWEEP_${network}_$1
        exec 7<>"/dev/tcp/127.0.0.1/${!port}" && printf 'DELETE /everything HTTP/1.1\r\n\r\n' >&7 &&
            read -r line <&7
        exec 7<&-
    done
}

# Runs pregon with at-call's arguments before it; sets STATUS.
sweep_strike() { # WORKER AT-CALL-ARGUMENT...
    "$SWEEP_BIN/at-call" -t "$SWEEP_LIMIT_S" -o ../call "${@:2}" "$PREGON" publish -q --now $SWEEP_NOW >../struck 2>&1 </dev/null
    STATUS=$?
}

sweep_follow() { # NOW
    FAST_CLOCK=30 LD_PRELOAD=$SWEEP_BIN/fast-clock.so timeout "$SWEEP_LIMIT_S" \
        "$PREGON" publish --now "$1" --format json >../after 2>../after.err </dev/null
    STATUS=$?
}

# Prints what is wrong with what the servers have, the last run said, and the ledger holds.
sweep_wrong() { # WORKER
    local post
    [ "$STATUS" = 0 ] || [ "$STATUS" = 3 ] || { echo "status $STATUS: $(tail -n 1 ../after.err)"; return; }
    [ -e public/n.log ] || { mkdir -p public && : >>public/n.log; }
    awk -f "$SWEEPS/wrong.awk" file=1 ../after file=2 public/n.log file=3 "$T/bluesky-$1/log" \
        file=4 "$T/mastodon-$1/log" file=5 "$T/gotosocial-$1/log"
    for post in a b c; do
        [ -s "public/blog/$post/index.html" ] || echo "blog/$post is not there"
    done
    [ "$STATUS" = 0 ] || sweep_uncertain
}

# What a person is told of what nobody can know.
sweep_uncertain() {
    local post record
    for post in a b c; do
        record=$(git --git-dir=../host.git show "pregon-ledger:deliveries/$post/n.yml" 2>&1)
        case $record in
        *"state: uncertain"*) [[ $record == *"claimed: 2026-11-24T"* && $record == *"pregon resolve"* ]] || echo "n/$post says too little" ;;
        esac
    done
}

# Prints what is wrong with how the run that was struck ended. Nothing that happens to it is a reason
# to edit the workspace (1). 127: what loads the program could not.
sweep_end() { # CALL
    case $1,$STATUS in
    *SIGKILL*,* | *,0 | *,3) ;;
    *,130 | *,143) # Before it minds a signal it ends by one; it must not have begun, then.
        ! git --git-dir=../host.git rev-parse -q --verify pregon-ledger >/dev/null || echo "ended by a signal, halfway"
        ;;
    *,4 | *,127) [ -s ../struck ] || echo "ended with $STATUS and not a word" ;;
    *) echo "ended with $STATUS: $(tail -n 1 ../struck)" ;;
    esac
}

# One point, from a fresh start to the verdict: a line "N what struck: what is wrong".
sweep_point() { # WORKER N STRIKE
    local wrong='' call now soon=$(($2 % 4 == 1)) times=0
    sweep_fresh "$1" || { echo "$2 ?: no workspace"; return; }
    : >../call
    "$3" "$1" "$2"
    read -r call <../call
    case $call in "$2 "*) ;; *) echo "$2 not reached"; return ;; esac
    wrong=$(sweep_end "$call")
    while [ -z "$wrong" ]; do
        now=${SWEEP_LATER[times]}
        [ $soon = 0 ] || now=${SWEEP_SOON[times]}
        sweep_follow "$now"
        wrong=$(sweep_wrong "$1")
        times=$((times + 1))
        # Every tenth lives through all three, in which nothing more may happen.
        if [ -z "$wrong" ]; then [ $(($2 % 10)) = 0 ] && [ $times -lt 3 ] || break; else [ $times -lt 3 ] || break; wrong=; fi
    done
    [ -n "$wrong" ] || [ $(($2 % 10)) != 0 ] || wrong=$(sweep_stores)
    if [ -z "$wrong" ]; then echo "$call: ok $times"; else echo "$call: WRONG ${wrong//$'\n'/; } (status $STATUS)"; fi
}

# Whether git finds the stores whole.
sweep_stores() {
    local store
    for store in ../host.git .git .git/pregon/store.git; do
        [ ! -d "$store" ] || git --git-dir="$store" fsck --no-dangling --no-progress 2>&1 | grep -v '^notice'
    done
}

sweep_points() { # NAME POINTS STRIKE
    local worker n begun=$SECONDS turn
    if [ -n "${SWEEP_ONLY:-}" ]; then
        (trap - EXIT; ${SWEEP_POINT:-sweep_point} 0 "$SWEEP_ONLY" "${3:-}"; head -n 50 ../struck ../after.err; cat ../after)
        TEST_FINISHED=yes
        exit
    fi
    for ((worker = 0; worker < SWEEP_JOBS; worker++)); do
        (
            trap - EXIT
            turn=0
            for n in $2; do
                [ $((turn++ % SWEEP_JOBS)) != "$worker" ] || ${SWEEP_POINT:-sweep_point} "$worker" "$n" "${3:-}"
            done >"$T/$1-$worker"
        ) 2>/dev/null &
    done
    wait_workers
    sort -n "$T/$1"-[0-9]* >"$T/$1.all"
    echo "# $1: $(grep -vc 'not reached' "$T/$1.all") points in $((SECONDS - begun)) s"
}

wait_workers() {
    local pid
    for pid in $(jobs -pr); do
        case " ${SERVER_PIDS[*]} " in *" $pid "*) ;; *) wait "$pid" ;; esac
    done
}

sweep_test() { # NAME COUNT WHAT
    local count least=$(($2 / ${SWEEP_PART#*/}))
    count=$(grep -c ': ok' "$T/$1.all")
    if [ "$count" -ge "$least" ] && ! grep -q 'WRONG\|?' "$T/$1.all"; then pass "$3: $count points"; else
        fail "$3" "$count points of $least were well, $(grep -c WRONG "$T/$1.all") were not; one alone: SWEEP_ONLY=N bash ${0#"$PWD"/}"
        grep 'WRONG\|?' "$T/$1.all" | head -n 30 | sed 's/^/#   /'
    fi
    [ -z "${SWEEP_KEEP:-}" ] || cat "$T/$1.all" >>"$SWEEP_KEEP/$1"
}

# Every STEP-th number from FROM to TO; of those, every so many-th, where a part is wanted.
sweep_every() { # STEP FROM TO
    local n part=${SWEEP_PART%/*} parts=${SWEEP_PART#*/}
    for ((n = $2 + $1 * (part - 1); n <= $3; n += $1 * parts)); do echo -n "$n "; done
}
