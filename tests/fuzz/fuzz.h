/* What every target has: libFuzzer's entry. */
#ifndef PREGON_TESTS_FUZZ_H
#define PREGON_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

#endif
