/* Word lists: binary search over sorted tables of words. */
#include "lib/word_list.h"

#include <string.h>

#include "lib/unicode.h"

static int compare(const char *word, size_t bytes, const char *entry)
{
    int order = strncmp(word, entry, bytes);
    return order ? order : entry[bytes] ? -1 : 0;
}

/* Where the word stands in the list; `count` where it does not. */
static size_t find(const struct word_list *list, const char *word, size_t bytes)
{
    size_t low = 0;
    size_t high = bytes && bytes < WORD_BYTES ? list->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(word, bytes, list->words[middle]);
        if (!order)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return list->count;
}

bool word_list_has(const struct word_list *list, const char *word, size_t bytes)
{
    return find(list, word, bytes) < list->count;
}

bool word_list_is_sorted(const struct word_list *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(list->words[i - 1], list->words[i]) >= 0)
            return false;
    return true;
}

size_t word_lower(char out[WORD_BYTES], const char *word, size_t bytes)
{
    const char *end = word + bytes;
    size_t made = 0;
    while (word < end) {
        if (made + 4 >= WORD_BYTES)
            return 0;
        uint32_t codepoint = utf8_next(&word, end);
        if (codepoint < 0x80)
            out[made++] = (char)unicode_lower(codepoint);
        else if (codepoint == 0x2019)
            out[made++] = '\'';
        else
            made += utf8_put(out + made, unicode_lower(codepoint));
    }
    return made;
}
