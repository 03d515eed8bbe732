// SPDX-License-Identifier: 0BSD
//
// What the test programs share.
#ifndef COMMON_H
#define COMMON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../ringway.h"

enum { LIMIT_MS = 60000, MAX_PIECES = 64 };

// Says a line, and ends the program if a call went wrong.
static inline void must(const rw_bus *bus, int code, const char *what)
{
    if (code != RW_OK) {
        printf("failed: %s: %s: %s\n", what, rw_code_text(code), rw_error(bus));
        exit(1);
    }
}

static inline void say(const char *line)
{
    puts(line);
    fflush(stdout);
}

// Waits for a line from whoever leads.
static inline void await_cue(void)
{
    char line[64];
    if (fgets(line, sizeof line, stdin) == NULL)
        exit(2);
}

// How a request is answered here: in-band bytes come back inverted; lent bytes are summed, and
// raised by one where they can be written.
static inline int answer(rw_channel *channel, rw_packet *packet)
{
    static uint8_t copy[1 << 20];
    rw_piece pieces[MAX_PIECES];
    uint64_t sum = 0;
    if (packet->kind != RW_DIRECT) {
        for (uint32_t i = 0; i < packet->bytes; i++)
            copy[i] = (uint8_t) ~((const uint8_t *) packet->payload)[i];
        return rw_complete(channel, packet, copy, packet->bytes, LIMIT_MS);
    }
    int count = rw_external(channel, packet, pieces, MAX_PIECES);
    if (count < 0)
        return count;
    for (int i = 0; i < count; i++)
        for (uint64_t at = 0; at < pieces[i].bytes; at++) {
            sum += pieces[i].at[at];
            if (!pieces[i].read_only)
                pieces[i].at[at]++;
        }
    return rw_complete(channel, packet, &sum, sizeof sum, LIMIT_MS);
}

#endif
