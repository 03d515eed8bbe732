// SPDX-License-Identifier: 0BSD
//
// lend SOCKET SERVICE: opens a channel on a service that answers as `echo` does, asks it, lends it
// pages of both kinds, takes them back, and then answers what the service asks and lends.
#include "common.h"

enum { BYTES = 3 * RW_PAGE, PART_AT = 5000, PART = 4000 };

static rw_bus *bus;
static rw_channel *channel;

static void check(int holds, const char *what)
{
    if (!holds) {
        printf("failed: %s\n", what);
        exit(1);
    }
}

static void await_completion(uint64_t id, void *into, uint32_t bytes)
{
    rw_packet packet;
    must(bus, rw_receive(channel, &packet, LIMIT_MS), "completion");
    check(packet.kind == RW_COMPLETION && packet.id == id, "the completion is another one");
    check(packet.bytes == bytes, "the completion has another length");
    memcpy(into, packet.payload, bytes);
}

static void ask(void)
{
    uint8_t question[64], reply[64];
    uint64_t id;
    for (int i = 0; i < 64; i++)
        question[i] = (uint8_t) (3 * i);
    must(bus, rw_request(channel, question, sizeof question, NULL, &id, LIMIT_MS), "request");
    await_completion(id, reply, sizeof reply);
    for (int i = 0; i < 64; i++)
        check(reply[i] == 0xFF - question[i], "the answer is another one");
}

// Every byte has a value of its place; inside of what is lent it comes back raised by one.
static void lend(int read_only)
{
    rw_buffer *buffer;
    uint64_t id, sum, expected = 0;
    must(bus, rw_allocate(bus, BYTES, read_only, &buffer), "allocate");
    uint8_t *bytes = rw_bytes(buffer);
    for (int i = 0; i < BYTES; i++)
        bytes[i] = (uint8_t) (7 * i);
    for (int i = PART_AT; i < PART_AT + PART; i++)
        expected += bytes[i];
    rw_slice part = { buffer, PART_AT, PART };
    must(bus, rw_request(channel, "part", 4, &part, &id, LIMIT_MS), "lend");
    check(rw_free(buffer) == RW_AGAIN, "a buffer that is lent cannot be freed");
    await_completion(id, &sum, sizeof sum);
    check(sum == expected, "the sum is another one");
    for (int i = 0; i < BYTES; i++) {
        int raised = !read_only && i >= PART_AT && i < PART_AT + PART;
        check(bytes[i] == (uint8_t) (7 * i + raised), "a lent byte is another one");
    }
    must(bus, rw_free(buffer), "free");
}

int main(int count, char **arguments)
{
    rw_offer offer;
    rw_packet packet;
    if (count != 3)
        return 2;
    must(bus, rw_join(&bus, arguments[1], "c lend", LIMIT_MS), "join");
    must(bus, rw_await_offer(bus, arguments[2], &offer, LIMIT_MS), "offer");
    for (int turn = 0; turn < 3; turn++) { // the same offer again and again
        must(bus, rw_open(bus, &offer, 16, 16, &channel, LIMIT_MS), "open");
        ask();
        lend(0);
        lend(1);
        if (turn < 2)
            rw_close(channel);
    }
    say("your turn");
    int code;
    while ((code = rw_receive(channel, &packet, LIMIT_MS)) == RW_OK)
        must(bus, answer(channel, &packet), "answer");
    say(rw_code_text(code));
    rw_close(channel);
    rw_leave(bus);
    return 0;
}
