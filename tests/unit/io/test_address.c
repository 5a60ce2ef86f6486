#include "../test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "io/address.h"

static bool is_public(const char *text)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&v6);
}

TEST(addresses_of_this_machine_and_of_private_networks_are_not_public)
{
    static const char *const inside[] = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "198.19.0.1",
        "::1",
        "::",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::169.254.169.254",
        "::127.0.0.1",
        "2001:db8::1",
        "2002:7f00:1::",
    };
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (is_public(inside[i]))
            fail_msg("%s was taken as public", inside[i]);
}

TEST(addresses_of_the_internet_are_public)
{
    static const char *const outside[] = { "8.8.8.8",         "172.15.0.1",           "172.32.0.1",
                                           "100.63.0.1",      "100.128.0.1",          "192.0.1.1",
                                           "223.255.255.254", "2606:4700:4700::1111", "2a00::1",
                                           "::ffff:8.8.8.8",  "192.167.1.1" };
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (!is_public(outside[i]))
            fail_msg("%s was not taken as public", outside[i]);
}

TEST(an_address_of_another_family_is_not_public)
{
    const struct sockaddr other = { .sa_family = AF_UNIX };
    assert_false(address_is_public(&other));
}
