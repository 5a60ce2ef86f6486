/* Errors: a kind and one line of text, without allocation. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut text must not end inside a UTF-8 sequence. */
static void end_at_character(char *text)
{
    size_t bytes = strlen(text);
    size_t start = bytes;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (bytes - (start - 1) < need)
        text[start - 1] = '\0';
}

int err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    err->kind = kind;
    vsnprintf(err->text, sizeof err->text, format, args);
    end_at_character(err->text);
    va_end(args);
    return -1;
}

int err_because(struct err *err, const char *format, ...)
{
    char whole[2 * sizeof err->text];
    va_list args;
    va_start(args, format);
    int bytes = vsnprintf(whole, sizeof err->text, format, args);
    va_end(args);
    size_t at = bytes < 0 ? 0 : (size_t)bytes;
    if (at > sizeof err->text - 1)
        at = sizeof err->text - 1;
    snprintf(whole + at, sizeof whole - at, ": %s", err->text);
    memcpy(err->text, whole, sizeof err->text - 1);
    end_at_character(err->text);
    return -1;
}

int err_exit_status(enum err_kind kind)
{
    switch (kind) {
    case ERR_NONE:
        return 0;
    case ERR_INPUT:
        return 1;
    case ERR_USAGE:
        return 2;
    case ERR_REFUSED:
        return 3;
    case ERR_SYSTEM:
    case ERR_RETRY:
        return 4;
    }
    return 4;
}
