#!/bin/sh
# packs.sh: prints the table of packs.h, made of the rules, and their tests, below src/brand/voice/packs.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/packs"

echo '/* Made by src/brand/voice/packs.sh. */'
echo '#include "brand/voice/packs.h"'
echo 'const struct voice_pack_file voice_pack_files[] = {'
find . -name '*.yml' -o -name '*.test.md' -o -name '*.txt' | sed 's,^\./,,' | sort | while read -r path; do
    printf '    { "%s",\n' "$path"
    sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/^/      "/; s/$/\\n"/' "$path"
    printf '      , %s },\n' "$(wc -c <"$path" | tr -d ' ')"
done
echo '    { 0, 0, 0 } };'
echo 'const size_t voice_pack_file_count = sizeof voice_pack_files / sizeof *voice_pack_files - 1;'
