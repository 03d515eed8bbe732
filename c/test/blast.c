// SPDX-License-Identifier: 0BSD
//
// blast SOCKET SERVICE COUNT: opens a channel, sends so many numbered packets and takes as many,
// both at once; a packet is its number as often as the number says.
#include "common.h"

enum { MAX_WORDS = 16 };

static void pattern(uint64_t number, uint64_t words[MAX_WORDS], uint32_t *count)
{
    *count = 1 + (uint32_t) (number % MAX_WORDS);
    for (uint32_t i = 0; i < *count; i++)
        words[i] = number;
}

static void check(uint64_t number, const rw_packet *packet)
{
    uint64_t words[MAX_WORDS];
    uint32_t count;
    pattern(number, words, &count);
    if (packet->bytes != 8 * count || memcmp(packet->payload, words, packet->bytes) != 0) {
        printf("failed: packet %llu is another one: bytes=%u\n", (unsigned long long) number,
                packet->bytes);
        exit(1);
    }
}

static uint64_t send_some(rw_bus *bus, rw_channel *channel, uint64_t sent, uint64_t total)
{
    uint64_t words[MAX_WORDS];
    uint32_t count;
    int code = RW_OK;
    while (sent < total && code == RW_OK) {
        pattern(sent, words, &count);
        code = rw_write(channel, words, 8 * count);
        sent += code == RW_OK;
    }
    must(bus, code == RW_AGAIN ? RW_OK : code, "write");
    must(bus, rw_flush(channel), "flush");
    return sent;
}

int main(int count, char **arguments)
{
    rw_bus *bus;
    rw_offer offer;
    rw_channel *channel;
    rw_packet packet;
    if (count != 4)
        return 2;
    uint64_t total = strtoull(arguments[3], NULL, 10), sent = 0, received = 0;
    must(bus, rw_join(&bus, arguments[1], "c blast", LIMIT_MS), "join");
    must(bus, rw_await_offer(bus, arguments[2], &offer, LIMIT_MS), "offer");
    must(bus, rw_open(bus, &offer, 64, 64, &channel, LIMIT_MS), "open");
    while (sent < total || received < total) {
        sent = send_some(bus, channel, sent, total);
        while (received < total && rw_receive(channel, &packet, 0) == RW_OK)
            check(received++, &packet);
        int what = (sent < total ? RW_FOR_ROOM : 0) | (received < total ? RW_FOR_PACKET : 0);
        if (what != 0)
            must(bus, rw_wait(channel, what, LIMIT_MS), "wait");
    }
    printf("sent=%llu received=%llu\n", (unsigned long long) sent, (unsigned long long) received);
    fflush(stdout);
    await_cue();
    rw_close(channel);
    rw_leave(bus);
    return 0;
}
