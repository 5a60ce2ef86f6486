#!/bin/sh
# Makes FOLDER/NAME.h and FOLDER/NAME.c for a library that is loaded at its first call (late.h), of
# the functions that the sources which include "late/NAME.h" call.
#
#   late.sh FOLDER NAME PACKAGE PREFIX HEADER…
#
# PACKAGE is pkg-config's name, PREFIX (a regular expression) begins the functions' names, the
# HEADERs declare them. A file that would not change keeps its time, so that nothing is compiled
# again for it.
set -eu
folder=$1 name=$2 package=$3 prefix=$4
shift 4
mkdir -p "$folder"

functions=$(grep -rlF "#include \"late/$name.h\"" src | xargs cat |
    grep -oE "\\b${prefix}[A-Za-z0-9_]+\\(" | tr -d '(' | LC_ALL=C sort -u)
includes=$(printf '#include <%s>\n' "$@")

# The linker knows under which name the library will be looked for.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=$(echo "$functions" | head -1)
echo "char $first(void); int main(void) { return $first(); }" >"$work/try.c"
# shellcheck disable=SC2046
${CC:-cc} -w -fno-builtin -o "$work/try" "$work/try.c" $(pkg-config --libs "$package")
if command -v otool >/dev/null; then
    needed=$(otool -L "$work/try" | awk '{ print $1 }')
else
    needed=$(LC_ALL=C readelf -d "$work/try" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p')
fi
file=$(echo "$needed" | grep -E "(^|/)lib$name[-.0-9]" | head -1)
[ -n "$file" ] || { echo "late.sh: no shared library of $package: $needed" >&2; exit 1; }

keep() { cmp -s "$1" "$2" || mv "$1" "$2"; }

{
    echo "/* Made by src/base/late.sh. */"
    echo "#ifndef PREGON_LATE_$name"
    echo "#define PREGON_LATE_$name"
    echo "$includes"
    echo '#include "base/late.h"'
    # libcurl puts macros over three of its functions, which look at the types of their arguments.
    for function in $functions; do echo "#undef $function"; done
    echo "extern struct late_library late_library_$name;"
    echo "extern struct late_$name {"
    for function in $functions; do echo "    __typeof__($function) *$function;"; done
    echo "} late_$name;"
    for function in $functions; do
        echo "#define $function (late_ready(&late_library_$name), late_$name.$function)"
    done
    echo "#endif"
} >"$work/h"
{
    echo "/* Made by src/base/late.sh. */"
    echo "#include \"late/$name.h\""
    echo "struct late_$name late_$name;"
    echo "static const char *const names[] = {"
    for function in $functions; do echo "    \"$function\","; done
    echo "};"
    echo "struct late_library late_library_$name = {"
    echo "    .file = \"$file\","
    echo "    .names = names,"
    echo "    .functions = &late_$name,"
    echo "    .count = sizeof names / sizeof *names,"
    echo "};"
} >"$work/c"
keep "$work/h" "$folder/$name.h"
keep "$work/c" "$folder/$name.c"
