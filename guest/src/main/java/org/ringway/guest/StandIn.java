// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Status;

/// Answers a guest in the place of a root that has gone. A kernel waits for its answers and cannot
/// be interrupted: each of its requests gets one, from the root or from here.
///
/// Pure: no input, no output. What is asked for anew is refused; what is given back is taken.
final class StandIn {
    private static final int REFUSED = Status.UNSUCCESSFUL.code();
    /// From here on ModifyChannel is answered.
    private static final int ANSWERS_MODIFY = 0x0005_0003;

    /// Requests that the root has not answered, by the answer that is due.
    private final Map<Long, byte[]> open = new LinkedHashMap<>();
    private int version;

    /// The guest has asked the root.
    void asked(GuestMessage request) {
        byte[] answer = answer(request);
        if (answer != null && request.type() != GuestMessage.TL_CONNECT_REQUEST) {
            open.put(key(new GuestMessage(answer)), answer);
        }
    }

    /// The root has said something.
    void heard(GuestMessage message) {
        open.remove(key(message));
    }

    /// Another life begins: nobody waits any more.
    ///
    /// @param proposed the version that the guest proposes
    void begin(int proposed) {
        open.clear();
        version = proposed;
    }

    /// {@return the answers that the root owes, once}
    List<byte[]> takeOwed() {
        List<byte[]> owed = List.copyOf(open.values());
        open.clear();
        return owed;
    }

    /// An answer is known by its type and by what it is about.
    private static long key(GuestMessage answer) {
        int about = switch (answer.type()) {
            case GuestMessage.GPADL_CREATED -> answer.word(12);
            case GuestMessage.OPEN_CHANNEL_RESULT, GuestMessage.GPADL_TORNDOWN,
                    GuestMessage.MODIFY_CHANNEL_RESPONSE, GuestMessage.CLOSE_RESERVED_RESPONSE ->
                    answer.word(8);
            default -> 0;
        };
        return (long) answer.type() << Integer.SIZE | about & 0xFFFF_FFFFL;
    }

    /// {@return what to say to a request, or null if it wants no answer}
    byte @Nullable [] answer(GuestMessage request) {
        return switch (request.type()) {
            case GuestMessage.REQUEST_OFFERS -> words(GuestMessage.ALL_OFFERS_DELIVERED);
            case GuestMessage.OPEN_CHANNEL, GuestMessage.OPEN_RESERVED_CHANNEL ->
                    words(GuestMessage.OPEN_CHANNEL_RESULT, request.word(8),
                            request.type() == GuestMessage.OPEN_CHANNEL ? request.word(12) : 0,
                            REFUSED);
            case GuestMessage.GPADL_HEADER -> words(GuestMessage.GPADL_CREATED,
                    request.word(8), request.word(12), REFUSED);
            case GuestMessage.GPADL_TEARDOWN ->
                    words(GuestMessage.GPADL_TORNDOWN, request.word(12));
            case GuestMessage.UNLOAD -> words(GuestMessage.UNLOAD_COMPLETE);
            case GuestMessage.MODIFY_CHANNEL ->
                    Integer.compareUnsigned(version, ANSWERS_MODIFY) < 0 ? null
                            : words(GuestMessage.MODIFY_CHANNEL_RESPONSE, request.word(8), REFUSED);
            case GuestMessage.CLOSE_RESERVED_CHANNEL ->
                    words(GuestMessage.CLOSE_RESERVED_RESPONSE, request.word(8));
            case GuestMessage.TL_CONNECT_REQUEST -> refusedConnection(request);
            default -> null;
        };
    }

    private static byte[] refusedConnection(GuestMessage request) {
        int[] all = new int[9];
        for (int i = 0; i < 8; i++) {
            all[i] = request.word(8 + i * Integer.BYTES);
        }
        all[8] = Status.CONNECTION_REFUSED.code();
        return words(GuestMessage.TL_CONNECT_RESULT, all);
    }

    static byte[] rescind(int relId) {
        return words(GuestMessage.RESCIND_CHANNEL_OFFER, relId);
    }

    static byte[] close(int relId) {
        return words(GuestMessage.CLOSE_CHANNEL, relId);
    }

    static byte[] released(int relId) {
        return words(GuestMessage.REL_ID_RELEASED, relId);
    }

    static byte[] requestOffers() {
        return words(GuestMessage.REQUEST_OFFERS);
    }

    private static byte[] words(int type, int... fields) {
        ByteBuffer message = ByteBuffer.allocate(2 * Integer.BYTES + fields.length * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(0);
        for (int field : fields) {
            message.putInt(field);
        }
        return message.array();
    }
}
