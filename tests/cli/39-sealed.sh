#!/bin/bash
# Commands that only read, watched by strace: on honest and on hostile workspaces they open no
# connection, start no program, open nothing for writing but check's cache, and read nothing outside
# of the repository but what belongs to the system.
. "$(dirname "$0")/lib.sh"
command -v strace >/dev/null || skip_all 'strace is not here'
strace -f -o "$T/calls" true 2>/dev/null || skip_all 'strace may not trace here'
NOW=2026-11-24T09:00+01:00
SECRET=never-to-be-read-7f3a
CACHES=$XDG_CACHE_HOME/pregon

# What a program needs to run at all: libraries, locales, zones, dictionaries, and about itself.
SYSTEM='/usr/|/lib|/opt/|/etc/(ld\.so|localtime|gitconfig|gcrypt|ssl/openssl|pki/tls/openssl|crypto-policies)|/dev/(null|u?random)|/proc/(self|sys|cpuinfo)|/sys/(devices|fs/cgroup)'

# The calls that got through, or were tried, and must not be.
forbidden() {
    grep -vE 'execve\("[^"]*/pregon"' "$T/calls" |
        grep -E '(socket|socketpair|connect|bind|sendto|execve|execveat|ptrace|process_vm_[a-z]*|io_uring_setup)\('
    grep -E '(openat2?|open|creat)\(' "$T/calls" | grep -E 'O_(WRONLY|RDWR|CREAT|TRUNC)|creat\(' |
        grep -vF "\"$CACHES/"
    grep -E '(open|openat)\((AT_FDCWD, )?"/' "$T/calls" | grep -vE ' = -1 |O_PATH' |
        grep -vE "\"($SYSTEM)" | grep -vE "\"($ROOT|$CACHES|$SHARE|$HOME/\.(git)?config)"
}

# Runs pregon, traced; its text may hold nothing of the file outside.
watch() { # WHAT ARGUMENT ...
    RUNS=$((RUNS + 1))
    strace -f -qq -e 'signal=none' -o "$T/calls" \
        -e 'trace=%network,execve,execveat,ptrace,process_vm_readv,process_vm_writev,open,openat,openat2,creat,io_uring_setup' \
        "$PREGON" "${@:2}" >"$T/stdout" 2>"$T/stderr" <"${INPUT:-/dev/null}"
    RUN_STATUS=$?
    [ "$RUN_STATUS" -lt 99 ] || echo "status $RUN_STATUS: pregon ${*:2}" >>"$T/wrong"
    forbidden | sed "s|^|$1: pregon ${*:2}: |" >>"$T/wrong"
    grep -F "$SECRET" "$T/stdout" "$T/stderr" | sed "s|^|$1: shown: |" >>"$T/wrong"
}

frame() { # JSON
    printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1"
}

# An editor that opens every text of the workspace.
watch_editor() { # WHAT
    local file
    {
        frame "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"rootUri\":\"file://$ROOT\",\"capabilities\":{}}}"
        find brand calendar content -type f \( -name '*.md' -o -name '*.yml' \) 2>/dev/null | head -n 20 | while read -r file; do
            frame "$(jq -cRs --arg uri "file://$ROOT/$file" \
                '{jsonrpc: "2.0", method: "textDocument/didOpen", params: {textDocument: {uri: $uri, version: 1, text: .}}}' "$file")"
            frame "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"file://$ROOT/$file\"},\"position\":{\"line\":2,\"character\":1}}}"
        done
        frame '{"jsonrpc":"2.0","id":3,"method":"shutdown"}'
        frame '{"jsonrpc":"2.0","method":"exit"}'
    } >"$T/session"
    INPUT=$T/session watch "$1" lsp
}

# All that only reads, in the workspace where we stand.
watch_all() { # WHAT [POST]
    ROOT=$PWD
    watch "$1" check --now $NOW
    watch "$1" check --now $NOW --fix --dry-run
    watch "$1" plan --now $NOW
    watch "$1" status --now $NOW
    watch "$1" brand test
    watch "$1" explain
    watch_editor "$1"
    [ $# -eq 1 ] || watch "$1" show "$2" --now $NOW
}

is_clean() { # WHAT
    if [ -s "$T/wrong" ]; then fail "$1" "$(head -n 20 "$T/wrong")"; else pass "$1"; fi
    : >"$T/wrong"
}

: >"$T/wrong"
RUNS=0
SHARE=$(cd "$(dirname "$PREGON")/.." && pwd)/share
mkdir -p "$HOME/.ssh" && echo "$SECRET" >"$HOME/.ssh/id_rsa"

new_workspace honest
watch_all honest 2026/11/otono
is_clean 'an honest workspace'
check 'whose cache was written' [ -n "$(find "$CACHES" -type f)" ]
watch 'since' check --now $NOW --since HEAD
watch 'rev' check --now $NOW --rev HEAD
is_clean 'and its history'

cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T" && mkdir "$T/example" &&
    mv "$T/content" "$T/brand" "$T/calendar" "$T/example" && cd "$T/example" && git init -q -b main && commit 'post: all'
watch_all example
is_clean 'the example workspace'

# --- a repository that wants more ---
new_workspace hostile
ln -s "$HOME/.ssh/id_rsa" content/posts/2026/11/clave.md
ln -s /proc/self/environ content/posts/2026/11/entorno.md
ln -s "$HOME" content/casa
ln -s "$HOME/.ssh/id_rsa" brand/team.yml
ln -s "$HOME/.ssh/id_rsa" calendar/events.yml
write content/posts/2026/11/media.md <<END
---
date: 2026-11-26 10:00
accounts: all
media:
  - {file: ../../../../home/.ssh/id_rsa, alt: x}
  - {file: /proc/self/environ, alt: x}
  - {file: "$HOME/.ssh/id_rsa", alt: x}
---
![x](../../../../../home/.ssh/id_rsa) ![y](file:///etc/passwd) <http://127.0.0.1:1/x.png>
END
write calendar/ajeno.ics <<END
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART:20261126
SUMMARY:\`touch $T/ran\`
ATTACH:file://$HOME/.ssh/id_rsa
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
END:VCALENDAR
END
write .gitattributes <<'END'
*.md filter=evil diff=evil
END
commit 'post: evil'
write .git/hooks/post-checkout <<END
#!/bin/sh
touch "$T/ran"
END
cp .git/hooks/post-checkout "$T/evil" && chmod +x .git/hooks/post-checkout "$T/evil"
cp .git/hooks/post-checkout .git/hooks/pre-auto-gc
cat >>.git/config <<END
[core]
	fsmonitor = $T/evil
	hooksPath = $T
	sshCommand = $T/evil
	pager = $T/evil
[filter "evil"]
	clean = $T/evil
	smudge = $T/evil
[diff "evil"]
	textconv = $T/evil
[credential]
	helper = $T/evil
[url "http://127.0.0.1:1/"]
	insteadOf = https://
[remote "origin"]
	url = https://horno.example/x.git
	uploadpack = $T/evil
END
watch_all hostile 2026/11/media
watch 'hostile since' check --now $NOW --since HEAD
watch 'hostile rev' check --now $NOW --rev HEAD
is_clean 'links, hooks, filters, helpers and rewritten addresses'
printf '[include]\n\tpath = %s\n' "$HOME/.ssh/id_rsa" >>.git/config
mkdir -p .git/objects/info && echo "$HOME/.ssh" >.git/objects/info/alternates
watch_all 'hostile git' 2026/11/media
watch 'hostile git since' check --now $NOW --since HEAD
is_clean 'settings and objects that lie elsewhere'
check_not 'none of its programs ran' [ -e "$T/ran" ]

# --- cases: each is a workspace with something wrong in it ---
for case in "$TESTS"/cases/check/{a-picture-,a-post-that-is-}* "$TESTS"/cases/check/*-{yaml,secret-is}*; do
    rm -rf "$T/case" && cp -R "$TESTS/cases/check/.base" "$T/case" && cp -R "$case/." "$T/case" && cd "$T/case" || exit
    ROOT=$PWD
    watch "${case##*/}" check --now $NOW
done
is_clean 'cases of check'
echo "# $RUNS runs"

# --- a kernel that has neither ---
cd "$T/honest" || exit
run check --now $NOW --format json
cp "$T/stdout" "$T/sealed"
run check --now $NOW -v
err_lacks Landlock 'where the kernel has both, -v says nothing of it'
without() { # ARGUMENT ...
    strace -f -qq -o "$T/calls" -e trace=seccomp,landlock_create_ruleset \
        -e inject=seccomp,landlock_create_ruleset:error=ENOSYS "$PREGON" "$@" >"$T/stdout" 2>"$T/stderr" </dev/null
}
if without check --now $NOW --format json && ! grep -q '= 0$' "$T/calls"; then
    same "$T/sealed" "$T/stdout" 'where it has neither, the same is found'
    err_lacks Landlock 'and nothing said'
    without check --now $NOW -v
    err_has 'this system has no Landlock' 'but with -v'
    err_has 'this system has no seccomp' 'of both'
else
    skip 4 'strace can not take calls away here'
fi
finish 13
