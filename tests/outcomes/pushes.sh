# shellcheck shell=bash
# One line of outcomes/pushes: a workspace with two accounts, a git host that answers, two runs. For
# bash scripts that have sourced cli/lib.sh.

PUSH_LEDGER=refs/heads/pregon-ledger
PUSH_FAST=$TESTS/../$BUILD/fast-clock.so
# The first run, and the next.
PUSH_TIMES=(2026-11-24T09:31:00+01:00 2026-11-24T10:20:00+01:00)

# A git host for all, at GIT_HOST_PORT, and a Bluesky at SCRIPTED_PORT.
pushes_begin() {
    { [ -x "$TESTS/../$BUILD/git-host" ] && [ -e "$PUSH_FAST" ]; } ||
        skip_all "'$BUILD/git-host' and '$BUILD/fast-clock.so' are not there: make servers"
    # The sanitizers want to be loaded first.
    [ "${MODE:-release}" = release ] || skip_all "a clock that goes fast and $MODE don't go together"
    printf 'DELETE /everything\n  forget\n' >"$T/forget"
    scripted_start "$T/bluesky" "$TESTS/outcomes/networks/bluesky" "$T/forget" || skip_all "$SERVER_WHY"
    mkdir "$T/hosts" && "$TESTS/../$BUILD/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
    SERVER_PIDS+=($!)
    wait_until 5 grep -qsx ready "$T/host.ready" || skip_all "$(cat "$T/host.errors")"
    eval "$(sed '/^ready$/d' "$T/host.ready")"
    # One authority: reading all that this system trusts takes longer than everything else.
    export SSL_CERT_FILE=$TESTS/sweeps/authority.pem PREGON_HORNO=canary-4f1c-of-the-account
}

# A workspace with a remote of its own, in $PUSH_AT; we stand in it.
push_workspace() { # NAME
    PUSH_AT=$T/hosts/$1
    mkdir -p "$PUSH_AT"/work/{brand,calendar,content/posts} && cd "$PUSH_AT/work" || exit
    printf 'name: El Horno\nlanguages: [es]\n' >brand/brand.yml
    cp "$TESTS/cli/workspace/calendar/calendar.yml" calendar/
    cat >brand/accounts.yml <<END
accounts:
  i: {network: bluesky, secret: PREGON_HORNO, handle: horno.test, service: "http://127.0.0.1:$SCRIPTED_PORT"}
  n: {network: "null", class: N, log: public/log}
END
    printf -- '---\ntitle: Otoño\ndate: 2026-11-24 09:30\naccounts: [i, n]\n---\nVuelve la hogaza de %s.\n' "$1" >content/posts/otono.md
    echo public >.gitignore
    git init -q -b main && commit 'post: otoño' && git init -q --bare -b main "$PUSH_AT/host.git" &&
        git push -q "$PUSH_AT/host.git" main &&
        git remote add origin "http://127.0.0.1:$GIT_HOST_PORT/$1/host.git" || exit
    exec 7<>"/dev/tcp/127.0.0.1/$SCRIPTED_PORT" && printf 'DELETE /everything HTTP/1.1\r\n\r\n' >&7 && read -r _ <&7
    exec 7<&-
}

# The answer that a line of the table describes: files of the host's folder `answers`.
push_script() { # PUSH ANSWER
    local LC_ALL=C item status=200 moves=stays raw='' cut='' body report='' answers=$PUSH_AT/host.git/answers
    local -a items
    mkdir "$answers" && : >"$T/body" || exit
    IFS=';' read -ra items <<<"${2// ;/;}"
    for item in "${items[@]}"; do
        item=${item# } item=${item% }
        case $item in
            moves | stays) moves=$item ;;
            'http '*) status=${item#http } ;;
            no-report) echo -n 'delete-refs ofs-delta' >"$answers/abilities" ;;
            'said '*) printf -v body '%b' "${item#said }" && push_packet $'\x02'"$body" ;;
            'unpack '*) report=$item ;;
            ok) push_report "ok $PUSH_LEDGER" ;;
            'ng '*) push_report "ng $PUSH_LEDGER ${item#ng }" ;;
            'raw '*) raw=${item#raw } ;;
            'cut '*) cut=${item#cut } ;;
        esac
    done
    {
        echo "$moves"
        if [ -n "$raw" ]; then printf '%b' "$raw"; else
            {
                printf 'HTTP/1.1 %s Git\r\nContent-Type: application/x-git-receive-pack-result\r\n' "$status"
                [ "$status" != 401 ] || printf 'WWW-Authenticate: Basic realm="git"\r\n'
                printf 'Connection: close\r\nContent-Length: %s\r\n\r\n' "$(wc -c <"$T/body")"
                cat "$T/body"
            } | head -c "${cut:-1000000}"
        fi
    } >"$answers/$1"
}

# A packet of a side band: its length, in four hexadecimal digits, and the bytes.
push_packet() { # BYTES
    printf '%04x%s' $((${#1} + 4)) "$1" >>"$T/body"
}

# The host's report, in band 1: how the pack was unpacked, and what became of the branch.
push_report() { # WORDS
    local lines
    report=${report:-unpack ok}
    printf -v lines '%04x%s\n%04x%s\n0000' $((${#report} + 5)) "$report" $((${#1} + 5)) "$1"
    push_packet $'\x01'"$lines"
    printf 0000 >>"$T/body"
}

# Posts; or creates, where none of them was taken.
push_posts() {
    local posts
    posts=$(grep -c '^post ' "$T/bluesky/log")
    [ "$posts" != 0 ] || posts=$(grep -c ' create$' "$T/bluesky/log")
    echo "$posts"
}
push_lines() { if [ -e public/log ]; then wc -l <public/log; else echo 0; fi; }
push_state() { git -C "$PUSH_AT/host.git" show "$PUSH_LEDGER:deliveries/otono/$1.yml" 2>/dev/null | sed -n 's/^state: //p'; }

push_run() { # NOW
    FAST_CLOCK=30 LD_PRELOAD=$PUSH_FAST run publish --now "$1"
    cat "$T/stdout" "$T/stderr" >>"$T/all"
}

# One line of the table.
push_case() { # NAME PUSH ANSWER RUN WORDS NEXT
    local got
    push_workspace "${1//[^a-z0-9]/-}"
    push_script "$2" "$3"
    : >"$T/all"
    push_run "${PUSH_TIMES[0]}"
    got="$RUN_STATUS $(push_posts) $(push_lines)"
    if [ "$got" = "$4" ] && grep -qF -e "$5" "$T/all" ; then pass "$1"; else
        fail "$1" "wanted: $4, '$5'" "got:    $got"
        show_run
    fi
    rm -r "$PUSH_AT/host.git/answers"
    push_run "${PUSH_TIMES[1]}"
    got="$RUN_STATUS $(push_posts) $(push_lines) $(push_state i) $(push_state n)"
    if [ "$got" = "$6" ]; then pass "$1: the next run"; else
        fail "$1: the next run" "wanted: $6" "got:    $got"
        show_run
    fi
    # Nothing of what the host said is obeyed by a terminal or a CI service, and no secret is told.
    check_not "$1: no control character, no command" grep -qaP '[\x00-\x08\x0b-\x1f\x7f]|^\s*::|##\[|##vso' "$T/all"
}
