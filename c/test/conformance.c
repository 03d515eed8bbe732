// SPDX-License-Identifier: 0BSD
//
// conformance provider|consumer: what `ringway conformance child` wants of the program that it
// tries, see docs/conformance.md. Joins the root at $RINGWAY_SOCKET.
#include "common.h"

enum task { ECHO, ASK, LEND, IGNORE };

enum { RING_PAGES = 16, LENT = 2 * RW_PAGE };

static rw_bus *bus;
static rw_buffer *lent;

static int lend(rw_channel *channel, const void *payload, uint32_t bytes)
{
    uint64_t id;
    if (lent == NULL) {
        int code = rw_allocate(bus, LENT, 1, &lent);
        if (code != RW_OK)
            return code;
        for (int i = 0; i < LENT; i++)
            ((uint8_t *) rw_bytes(lent))[i] = (uint8_t) (i % 251);
    }
    return rw_request(channel, payload, bytes, &(rw_slice) { lent, 0, LENT }, &id, LIMIT_MS);
}

static int sum(rw_channel *channel, rw_packet *packet)
{
    rw_piece pieces[MAX_PIECES];
    uint64_t sum = 0;
    int count = rw_external(channel, packet, pieces, MAX_PIECES);
    for (int i = 0; i < count; i++)
        for (uint64_t at = 0; at < pieces[i].bytes; at++)
            sum += pieces[i].at[at];
    return count < 0 ? count : rw_complete(channel, packet, &sum, sizeof sum, LIMIT_MS);
}

static int handle(rw_channel *channel, rw_packet *packet)
{
    static uint8_t copy[1 << 20];
    uint32_t command[2] = { 0 }, bytes = packet->bytes;
    uint64_t id;
    if (packet->kind == RW_DIRECT)
        return sum(channel, packet);
    memcpy(copy, packet->payload, bytes);
    if (bytes >= sizeof command)
        memcpy(command, copy, sizeof command);
    if (command[0] < bytes)
        bytes = command[0];
    if (packet->wants_completion)
        return rw_complete(channel, packet, copy, bytes, LIMIT_MS);
    if (packet->kind == RW_COMPLETION)
        return rw_send(channel, copy, bytes, LIMIT_MS);
    switch (command[1]) {
    case ASK: return rw_request(channel, copy, bytes, NULL, &id, LIMIT_MS);
    case LEND: return lend(channel, copy, bytes);
    case IGNORE: return RW_OK;
    default: return rw_send(channel, copy, bytes, LIMIT_MS); // ECHO
    }
}

static void serve(rw_channel *channel)
{
    rw_packet packet;
    int code;
    while ((code = rw_receive(channel, &packet, -1)) == RW_OK
            && (code = handle(channel, &packet)) == RW_OK) { }
    rw_close(channel);
}

static int next_channel(int is_provider, rw_channel **channel)
{
    rw_offer offer;
    if (is_provider)
        return rw_accept(bus, channel, -1);
    int code = rw_await_offer(bus, "conformance", &offer, -1);
    return code != RW_OK ? code : rw_open(bus, &offer, RING_PAGES, RING_PAGES, channel, -1);
}

int main(int count, char **arguments)
{
    rw_channel *channel;
    int is_provider = count == 2 && strcmp(arguments[1], "provider") == 0;
    if (count != 2 || !(is_provider || strcmp(arguments[1], "consumer") == 0))
        return 2;
    int code = rw_join(&bus, NULL, "c", LIMIT_MS);
    must(bus, code, "join");
    if (is_provider)
        must(bus, rw_provide(bus, "conformance", LIMIT_MS), "provide");
    while (next_channel(is_provider, &channel) == RW_OK)
        serve(channel);
    if (lent != NULL)
        rw_free(lent);
    rw_leave(bus);
    return 0;
}
