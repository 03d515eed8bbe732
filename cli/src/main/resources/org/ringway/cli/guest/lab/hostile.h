// SPDX-License-Identifier: Apache-2.0
// What the two parts of the kernel that keeps no rule share: how it speaks with its host.
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stdint.h>

#define PAGE 4096
#define RING_PAGES 8
#define MAX_OFFERS 16

struct offer { uint32_t id, connection; };

extern struct offer offers[MAX_OFFERS];
extern unsigned offer_count;
extern uint8_t ring[RING_PAGES * PAGE];

// A line on the console.
void say(const char *text);
uint32_t roll(void);
void put(uint8_t *at, uint64_t value, unsigned bytes);
uint32_t word(const volatile uint8_t *at);
// Begins a message and answers where it stands.
uint8_t *message(uint32_t type);
// Posts what was begun, once, and answers the status of the call.
unsigned post(uint32_t connection, uint32_t type, uint32_t bytes);
// Posts it, and again while there is no room.
void send(uint32_t bytes);
// Takes the next message of 240 bytes, if one comes soon: answers its type, else 0.
uint32_t hear(uint8_t *copy);
// Takes messages until one of a type has come; answers whether it has.
int hear_until(uint32_t type, uint8_t *copy);
// As a good guest, until it knows its offers.
void connect(void);
// Begins a GpadlHeader of one range; its pages begin at 28.
uint8_t *grant(uint32_t id, uint32_t number, uint16_t bytes, uint16_t ranges, uint32_t length);
// Grants the ring's pages.
void grant_ring(uint32_t id, uint32_t number);

// Every case of the list of hostile guests.
void try_cases(void);

#endif
