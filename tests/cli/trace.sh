# shellcheck shell=bash
# For scripts that watch what pregon asks of the kernel. After lib.sh:
#
#   trace_can || skip_all "$TRACE_WHY"
#   ROOT=$PWD                          # the repository, which may be read
#   trace_start
#   trace check --now $NOW             # $RUN_STATUS, $RUN_CPU_MS, $RUN_KIB, $T/stdout, $T/stderr
#   trace_forbidden                    # prints what it did since the start and must not

# What a program needs to run at all: libraries, locales, zones, dictionaries, and about itself.
TRACE_SYSTEM='/usr/|/lib|/opt/|/etc/(locale.alias|ld[.]so|localtime|gitconfig|gcrypt|ssl/openssl|pki/tls/openssl|crypto-policies)|/dev/(null|u?random)|/proc/([0-9]+/(stat|status|statm|maps)>|sys|cpuinfo)|/sys/(devices|fs/cgroup)'
TRACE_CALLS='%network,execve,execveat,ptrace,process_vm_readv,process_vm_writev,open,openat,openat2,creat,io_uring_setup,mkdir,mkdirat,mknod,mknodat,unlink,unlinkat,rmdir,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmodat,chown,fchownat'
CACHES=$XDG_CACHE_HOME/pregon
SHARE=$(cd "$(dirname "$PREGON")/.." && pwd)/share
COST=$(cd "$TESTS/.." && realpath -m "$BUILD/cost")

trace_can() {
    command -v strace >/dev/null || { TRACE_WHY='strace is not here'; return 1; }
    strace -f --seccomp-bpf -o "$T/calls" true 2>/dev/null || { TRACE_WHY='strace may not trace here'; return 1; }
    [ -x "$COST" ] || { TRACE_WHY="'$COST' is not there: run make unit first"; return 1; }
}

trace_start() {
    : >"$T/calls"
}

# Runs pregon. The calls that are looked at are added to $T/calls, with the paths that files have.
trace() { # ARGUMENT ...
    strace -f -y -qq -A --seccomp-bpf -e 'signal=none' -s 256 -o "$T/calls" -e "trace=$TRACE_CALLS" \
        "$COST" "$T/cost" "$PREGON" "$@" >"$T/stdout" 2>"$T/stderr" </dev/null
    read -r RUN_STATUS RUN_CPU_MS RUN_KIB <"$T/cost"
}

# Only measured.
trace_not() { # ARGUMENT ...
    "$COST" "$T/cost" "$PREGON" "$@" >"$T/stdout" 2>"$T/stderr" </dev/null
    read -r RUN_STATUS RUN_CPU_MS RUN_KIB <"$T/cost"
}

# Of programs that are run, ours and the one that measures it; of files that are written, the
# cache and the cost; of files that are read, the system's, the cache and those of $ROOT. A call
# that another thread's interrupted has its path and its outcome on two lines.
trace_forbidden() {
    awk -v own="$PREGON" -v cost="$COST" -v result="$T/cost" -v caches="$CACHES" \
        -v readable="= [0-9]+<($TRACE_SYSTEM|$ROOT[/>]|$CACHES|$SHARE|$HOME/[.](git)?config)" '
        function has(text) { return index($0, text) > 0 }
        /execve\(/ && (has("execve(\"" own "\"") || has("execve(\"" cost "\"")) { next }
        /(socket|socketpair|connect|bind|sendto|execve|execveat|ptrace|process_vm_[a-z]*|io_uring_setup)\(/
        / = -1 / || has(result) || has(caches) { next }
        /(openat2?|open)\(.*O_(WRONLY|RDWR|CREAT|TRUNC)/ ||
            !/unfinished/ && /(creat|mkdir|mkdirat|mknod|mknodat|unlink|unlinkat|rmdir|rename|renameat|renameat2|link|linkat|symlink|symlinkat|truncate|ftruncate|chmod|fchmodat|chown|fchownat)\(/
        /(openat2?|open)(\(| resumed>)/ && !/O_PATH|O_WRONLY|unfinished/ && $0 !~ readable' "$T/calls"
}
