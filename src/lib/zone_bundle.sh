#!/bin/sh
# zone_bundle.sh: prints the table of zone_bundle.h, made of this machine's zone data.
# Zones that are the same bytes stand there once; of each, the block of 32-bit times is left out.
set -eu
export LC_ALL=C

for folder in "${ZONEINFO:-/usr/share/zoneinfo}" /usr/share/lib/zoneinfo /etc/zoneinfo /var/db/timezone/zoneinfo; do
    [ ! -e "$folder/Europe/Madrid" ] || break
done
if [ ! -e "$folder/Europe/Madrid" ]; then
    echo "zone_bundle.sh: no zone data on this machine: install tzdata (make deps), or set ZONEINFO" >&2
    exit 4
fi
cd "$folder"

release=$(sed -n '1s/^# version //p' tzdata.zi 2>/dev/null || true)
[ -n "$release" ] || release=$(cat +VERSION 2>/dev/null || echo unknown)

# checksum, size, name: equal ones next to each other
list=$(find -L . -type f | sed 's,^\./,,' |
    grep -Ev '^(posix|right|localtime|posixrules|Factory|leap|.*\.(zi|tab|list)$|SECURITY|\+VERSION|.*[[:space:]])' |
    sort | xargs cksum | sort -k1,1n -k2,2n -k3)

echo "/* Made by src/lib/zone_bundle.sh from tzdata $release. */"
echo '#include "lib/zone_bundle.h"'
number=-1
previous=
names=
while read -r sum size name; do
    [ "$(head -c 4 "$name")" = TZif ] || continue
    if [ "$sum $size" != "$previous" ]; then
        previous="$sum $size"
        number=$((number + 1))
        printf 'static const unsigned char z%d[] = {' $number
        od -An -v -tu1 "$name" | awk '
            { for (i = 1; i <= NF; i++) b[n++] = $i }
            function u32(at) { return ((b[at] * 256 + b[at + 1]) * 256 + b[at + 2]) * 256 + b[at + 3] }
            END {
                from = 0
                if (b[4] >= 50) {
                    # An empty first block: its header alone.
                    from = 44 + u32(32) * 5 + u32(36) * 6 + u32(40) + u32(28) * 8 + u32(24) + u32(20)
                    for (i = 0; i < 20; i++) printf "%d,", b[i]
                    for (i = 20; i < 44; i++) printf "0,"
                }
                for (i = from; i < n; i++) printf "%d%s", b[i], i % 32 == 31 ? ",\n" : ","
            }'
        echo '};'
    fi
    names="$names$name $number
"
done <<LIST
$list
LIST

printf 'const char zone_bundle_release[] = "%s";\n' "$release"
printf '%s' "$names" | sort | awk '
    { name[NR] = $1; number[NR] = $2 }
    END {
        print "const char *const zone_bundle_names[] = {"
        for (i = 1; i <= NR; i++) printf "\"%s\",\n", name[i]
        print "};\nconst struct bundled_zone zone_bundle[] = {"
        for (i = 1; i <= NR; i++) printf "{ z%d, sizeof z%d },\n", number[i], number[i]
        print "};\nconst size_t zone_bundle_count = " NR ";"
    }'
