/* Addresses: the special-purpose registries of IANA (RFC 6890 and its updates, read 2026-08). */
#include "io/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct range {
    unsigned char first[16];
    int bits;
};

static const struct range special_v4[] = {
    { { 0 }, 8 },            /* this network */
    { { 10 }, 8 },           /* private */
    { { 100, 64 }, 10 },     /* carriers' */
    { { 127 }, 8 },          /* loopback */
    { { 169, 254 }, 16 },    /* link-local, metadata services */
    { { 172, 16 }, 12 },     /* private */
    { { 192, 0, 0 }, 24 },   /* protocols */
    { { 192, 0, 2 }, 24 },   /* documentation */
    { { 192, 88, 99 }, 24 }, /* old relays */
    { { 192, 168 }, 16 },    /* private */
    { { 198, 18 }, 15 },     /* benchmarks */
    { { 198, 51, 100 }, 24 },
    { { 203, 0, 113 }, 24 },
    { { 224 }, 4 }, /* multicast */
    { { 240 }, 4 }, /* reserved, broadcast */
};

static const struct range special_v6[] = {
    { { 0 }, 96 }, /* unspecified, loopback, old mapped */
    { { 0x01 }, 8 },
    { { 0x20, 0x01, 0, 0 }, 23 },       /* protocols, Teredo */
    { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
    { { 0x20, 0x02 }, 16 },             /* 6to4 */
    { { 0xfc }, 7 },                    /* private */
    { { 0xfe, 0x80 }, 10 },             /* link-local */
    { { 0xff }, 8 },                    /* multicast */
};

/* Prefixes behind which an IPv4 address stands: mapped, NAT64. */
static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
static const unsigned char nat64[12] = { 0, 0x64, 0xff, 0x9b };

static bool is_within(const unsigned char *address, const struct range *range)
{
    size_t whole = (size_t)range->bits / 8;
    int rest = range->bits % 8;
    if (memcmp(address, range->first, whole) != 0)
        return false;
    return rest == 0 || address[whole] >> (8 - rest) == range->first[whole] >> (8 - rest);
}

static bool is_special(const unsigned char *address, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_within(address, &ranges[i]))
            return true;
    return false;
}

static bool is_public_v4(const unsigned char *address)
{
    return !is_special(address, special_v4, sizeof special_v4 / sizeof *special_v4);
}

bool address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        unsigned char bytes[4];
        memcpy(bytes, &v4.sin_addr, sizeof bytes);
        return is_public_v4(bytes);
    }
    if (address->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 v6;
    memcpy(&v6, address, sizeof v6);
    const unsigned char *bytes = v6.sin6_addr.s6_addr;
    if (memcmp(bytes, mapped, sizeof mapped) == 0 || memcmp(bytes, nat64, sizeof nat64) == 0)
        return is_public_v4(bytes + 12);
    return !is_special(bytes, special_v6, sizeof special_v6 / sizeof *special_v6);
}
