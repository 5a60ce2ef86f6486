#!/bin/bash
# Many runs at once, each in a clone of its own, and a hundred posts that are due: each goes out once.
# A run that says "run again" runs again, as a CI service would have it. Says how many rounds of
# compare-and-swap a write took. Eight runs; twenty, and within two minutes, with SWEEP_ALL=1.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$TESTS/sweeps/lib.sh"
RUNS=8
LIMIT_S=${CROWD_LIMIT_S:-300}
if [ -n "${SWEEP_ALL:-}" ]; then
    RUNS=20
    LIMIT_S=${CROWD_LIMIT_S:-120}
fi
SWEEP_JOBS=0
sweep_begin

mkdir -p "$T/crowd"/{brand,calendar,content/posts} && cd "$T/crowd" || exit
printf 'name: El Horno\nlanguages: [es]\n' >brand/brand.yml
cp "$TESTS/cli/workspace/calendar/calendar.yml" calendar/
echo 'accounts:' >brand/accounts.yml
while read -r account script driver handle; do
    scripted_start "$T/$account" "$TESTS/outcomes/networks/$script" || skip_all "$SERVER_WHY"
    printf '  %s: {network: %s, secret: PREGON_HORNO, handle: %s, service: "http://127.0.0.1:%s"}\n' \
        "$account" "$driver" "$handle" "$SCRIPTED_PORT" >>brand/accounts.yml
done <<'END'
i bluesky bluesky horno.test
j bluesky bluesky horno.test
k mastodon mastodon horno
l gotosocial mastodon horno
END
for ((post = 1; post <= 25; post++)); do
    printf -- '---\ntitle: Pan %s\ndate: 2026-11-24 09:30\naccounts: [i, j, k, l]\n---\nHoy hay pan número %s.\n' $post $post >"content/posts/p$post.md"
done
git init -q -b main && commit 'post: a hundred' && git init -q --bare -b main "$T/hosts/host.git" &&
    git push -q "$T/hosts/host.git" main || exit
for ((run = 1; run <= RUNS; run++)); do
    # Each knows the host by a name of its own, by which its requests are told from others'.
    ln -s host.git "$T/hosts/$run.git" && git clone -q "$T/hosts/host.git" "$T/clone-$run" &&
        git -C "$T/clone-$run" remote set-url origin "http://127.0.0.1:$GIT_HOST_PORT/$run.git" || exit
done

# What a run leaves behind that gave up is taken over after two minutes at the latest.
clone_runs() { # RUN
    local times=0 status=4
    cd "$T/clone-$1" || return
    while [ $status = 4 ] && [ $((times++)) -lt 5 ]; do
        "$PREGON" publish --now "2026-11-24T09:$((30 + times * 3)):00+01:00" >>"$T/$1.out" 2>>"$T/$1.err" </dev/null
        status=$?
    done
    echo "$status $times" >"$T/$1.status"
}

begun=$(date +%s%N)
for ((run = 1; run <= RUNS; run++)); do
    (trap - EXIT; clone_runs "$run") &
done
wait_workers
took_ms=$((($(date +%s%N) - begun) / 1000000))
check "$RUNS runs at once end well" test "$(cat "$T"/*.status | cut -d' ' -f1 | sort -u)" = 0
again=$(awk '{ again += $2 - 1 } END { print again + 0 }' "$T"/*.status)
check "within $LIMIT_S s" test $took_ms -le $((LIMIT_S * 1000))
for account in i j k l; do
    posts=$(grep -c '^post' "$T/$account/log")
    different=$(grep '^post' "$T/$account/log" | cut -d' ' -f3- | sort -u | wc -l)
    check "$account: each of 25 once ($posts, $different of them different)" test "$posts.$different" = 25.25
done
run publish --now 2026-11-24T10:20:00+01:00 --format json
is_status 0 'a run after them'
json '.balance.sent == 100' 'finds nothing to do'

# A write whose ten rounds others won has its run end with "run again": one in a hundred may, so of
# the few dozens that there are here one. A round begins with a look at what is there; those of writes that were given up are
# counted to the next one of that clone.
gave_up=$(cat "$T"/*.err | grep -c 'others kept writing')
awk '$2 == "list-to-push" { rounds[$1]++ }
     $2 == "moved" { print rounds[$1]; rounds[$1] = 0 }' "$T/hosts/log" | sort -n >"$T/rounds"
writes=$(wc -l <"$T/rounds")
check "all of $writes writes but one took at most ten rounds ($gave_up took more)" test "$gave_up" -le 1
echo "# $RUNS runs in $took_ms ms: $writes writes, median $(sed -n "$(((writes + 1) / 2))p" "$T/rounds") and at most $(tail -n 1 "$T/rounds") rounds with those in vain, $again times run again"
finish
