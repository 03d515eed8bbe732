// SPDX-License-Identifier: 0BSD
//
// echo SOCKET SERVICE: offers a service that sends packets back and answers requests, one channel
// after the other, and says how each of them ended.
#include "common.h"

// Sends a packet back from where it lies.
static int echo(rw_channel *channel, const rw_packet *packet)
{
    int code;
    while ((code = rw_write(channel, packet->payload, packet->bytes)) == RW_AGAIN)
        if ((code = rw_wait(channel, RW_FOR_ROOM, LIMIT_MS)) != RW_OK)
            return code;
    return code;
}

static int serve(rw_channel *channel)
{
    for (;;) {
        rw_packet packet;
        int code = rw_receive(channel, &packet, LIMIT_MS);
        if (code == RW_OK)
            code = packet.wants_completion ? answer(channel, &packet) : echo(channel, &packet);
        if (code != RW_OK)
            return code;
    }
}

int main(int count, char **arguments)
{
    rw_bus *bus;
    rw_channel *channel;
    if (count != 3)
        return 2;
    must(bus, rw_join(&bus, arguments[1], "c echo", LIMIT_MS), "join");
    must(bus, rw_provide(bus, arguments[2], LIMIT_MS), "provide");
    say("ready");
    while (rw_accept(bus, &channel, -1) == RW_OK) {
        printf("opened by %s\n", rw_channel_peer(channel)->name);
        fflush(stdout);
        int code = serve(channel);
        say(rw_code_text(code));
        rw_close(channel);
    }
    rw_leave(bus);
    return 0;
}
