/* Addresses of sockets: which of them belong to the public internet. */
#ifndef PREGON_IO_ADDRESS_H
#define PREGON_IO_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* False for this machine, private and link-local networks, multicast, reserved ranges, and for
 * IPv6 addresses that stand for such IPv4 ones. */
bool address_is_public(const struct sockaddr *address);

#endif
