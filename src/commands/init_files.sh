#!/bin/sh
# init_files.sh: prints the table of init_files.h, made of the files below src/commands/init.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/init"

echo '/* Made by src/commands/init_files.sh. */'
echo '#include "commands/init_files.h"'
echo 'const char *const init_templates[] = {'
find . -type f | sort | while read -r path; do
    sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/^/      "/; s/$/\\n"/' "$path"
    echo '      ,'
done
echo '    0 };'
