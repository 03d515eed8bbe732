// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ringway.ProtocolException;
import org.ringway.wire.WireBytes;

/// Asks a guest's daemon what it knows about its system: names, versions, addresses.
final class KeyValueExchange implements IntegrationService {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENUMERATE = 3;
    /// The pool that the guest fills by itself.
    private static final int AUTOMATIC = 2;
    private static final int MAX_PAIRS = 64;
    private static final int POOL = 1;
    private static final int INDEX = 4;
    private static final int KEY_SIZE = 12;
    private static final int VALUE_SIZE = 16;
    private static final int KEY = 20;
    private static final int KEY_BYTES = 512;
    private static final int VALUE = KEY + KEY_BYTES;
    private static final int VALUE_BYTES = 2048;
    private static final int BODY_BYTES = VALUE + VALUE_BYTES;
    /// What 16 bits take in UTF-8 at most.
    private static final int MAX_TEXT_BYTES = 3 * VALUE_BYTES / Character.BYTES;

    /// A pair of texts.
    record Pair(String key, String value) {}

    private final GuestHealth health;

    KeyValueExchange(GuestHealth health) {
        this.health = health;
    }

    @Override
    public String name() {
        return "key-value pairs";
    }

    @Override
    public UUID interfaceId() {
        return UUID.fromString("a9a0f4e7-5a45-4d96-b827-8a841e8c03e6");
    }

    @Override
    public List<Version> versions() {
        return List.of(new Version(4, 0), new Version(3, 0));
    }

    @Override
    public void serve(IntegrationChannel channel, Pause pause) throws InterruptedException {
        do {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (int index = 0; index < MAX_PAIRS; index++) {
                IntegrationMessage answer =
                        channel.ask(IntegrationMessage.KEY_VALUE, question(index), PATIENCE);
                if (answer.status() != 0) {
                    break;
                }
                Pair pair = read(answer.body());
                pairs.put(pair.key(), pair.value());
            }
            health.knows(pairs);
        } while (pause.last(PAUSE));
    }

    static byte[] question(int index) {
        byte[] body = new byte[BODY_BYTES];
        IntegrationMessage.little(body).putInt(INDEX, index);
        body[0] = ENUMERATE;
        body[POOL] = AUTOMATIC;
        return body;
    }

    /// @param body of an answer, a private copy
    /// @throws ProtocolException if a text does not lie in its field
    static Pair read(byte[] body) {
        if (body.length < BODY_BYTES) {
            throw new ProtocolException("key and value are cut off: bodyBytes=" + body.length
                    + " needed=" + BODY_BYTES);
        }
        ByteBuffer in = IntegrationMessage.little(body);
        return new Pair(text(in, KEY, in.getInt(KEY_SIZE), KEY_BYTES),
                text(in, VALUE, in.getInt(VALUE_SIZE), VALUE_BYTES));
    }

    /// UTF-16 with a zero at its end; for people's terminals, so what could move a cursor there
    /// becomes a question mark.
    private static String text(ByteBuffer in, int at, int bytes, int max) {
        if (bytes < 0 || bytes > max) {
            throw new ProtocolException(
                    "text is longer than its field: bytes=" + bytes + " max=" + max);
        }
        String text = new String(in.array(), at, bytes, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return WireBytes.fit(end < 0 ? text : text.substring(0, end), MAX_TEXT_BYTES);
    }
}
