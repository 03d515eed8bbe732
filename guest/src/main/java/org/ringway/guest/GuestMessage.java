// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ringway.wire.Guid;

/// The few fields of a control message that whoever passes it on has to know, at the offsets of
/// docs/protocol.md. A field that a short message does not have is 0: the root refuses it.
record GuestMessage(byte[] bytes) {
    static final int OFFER_CHANNEL = 1;
    static final int RESCIND_CHANNEL_OFFER = 2;
    static final int REQUEST_OFFERS = 3;
    static final int ALL_OFFERS_DELIVERED = 4;
    static final int OPEN_CHANNEL = 5;
    static final int OPEN_CHANNEL_RESULT = 6;
    static final int CLOSE_CHANNEL = 7;
    static final int GPADL_HEADER = 8;
    static final int GPADL_CREATED = 10;
    static final int GPADL_TEARDOWN = 11;
    static final int GPADL_TORNDOWN = 12;
    static final int REL_ID_RELEASED = 13;
    static final int INITIATE_CONTACT = 14;
    static final int VERSION_RESPONSE = 15;
    static final int UNLOAD = 16;
    static final int UNLOAD_COMPLETE = 17;
    static final int OPEN_RESERVED_CHANNEL = 18;
    static final int CLOSE_RESERVED_CHANNEL = 19;
    static final int CLOSE_RESERVED_RESPONSE = 20;
    static final int TL_CONNECT_REQUEST = 21;
    static final int MODIFY_CHANNEL = 22;
    static final int TL_CONNECT_RESULT = 23;
    static final int MODIFY_CHANNEL_RESPONSE = 24;
    static final int NO_MONITOR = 0xFF;
    static final int OFFER_BYTES = 196;

    private static final int LAST_STANDARD = 0xFFFF;
    private static final int INTERFACE = 8;
    private static final int INSTANCE = 24;
    private static final int ENDPOINT = 8;
    private static final int SERVICE = 24;
    private static final int SILO = 40;
    private static final int OFFER_FLAGS = 56;
    private static final int STREAM = 0x2000;
    private static final int OFFERED_REL_ID = 184;
    private static final int MONITOR_ID = 188;
    private static final int MONITOR_ALLOCATED = 189;
    private static final int CONNECTION_ID = 192;

    int word(int at) {
        return at + Integer.BYTES > bytes.length ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    int type() {
        return word(0);
    }

    /// Whether it is VMBus's own, and so for the guest.
    boolean isStandard() {
        return type() >= 0 && type() <= LAST_STANDARD;
    }

    /// The channel that most messages begin with.
    int relId() {
        return word(type() == OFFER_CHANNEL ? OFFERED_REL_ID : 8);
    }

    int status() {
        return word(16);
    }

    int openTarget() {
        return word(20);
    }

    int modifiedProcessor() {
        return word(12);
    }

    int contactProcessor() {
        return word(12);
    }

    /// The page in which the guest leaves signals.
    long contactMonitor() {
        return word(32) & 0xFFFF_FFFFL | (long) word(36) << 32;
    }

    int connectionId() {
        return word(CONNECTION_ID);
    }

    /// Whether a VersionResponse says that the version is served.
    boolean isServed() {
        return (word(8) & 0xFFFF) == 1;
    }

    /// First word of the interface id.
    int interfaceWord() {
        return word(INTERFACE);
    }

    /// Whether an offer is one end of a stream.
    boolean isStream() {
        return (word(OFFER_FLAGS) & STREAM) != 0;
    }

    /// A field that a short message does not have is all zeros.
    private Guid guid(int at) {
        return at + Guid.BYTES > bytes.length ? Guid.ZERO
                : Guid.decode(MemorySegment.ofArray(bytes), at);
    }

    private void put(Guid value, int at) {
        if (at + Guid.BYTES <= bytes.length) {
            value.encode(MemorySegment.ofArray(bytes), at);
        }
    }

    /// The version of an InitiateContact.
    int contactVersion() {
        return word(8);
    }

    Guid offeredInterface() {
        return guid(INTERFACE);
    }

    Guid offeredInstance() {
        return guid(INSTANCE);
    }

    /// Gives an offer another interface.
    void offerAs(Guid service) {
        put(service, INTERFACE);
    }

    /// The guest's end, in a request to connect and in its answer.
    Guid connectEndpoint() {
        return guid(ENDPOINT);
    }

    Guid connectService() {
        return guid(SERVICE);
    }

    /// {@return this request to connect, to another service, of a certain partition}; as it is if
    /// it is too short, which the root hears then
    byte[] connectTo(Guid partition, Guid service) {
        if (bytes.length < SILO) {
            return bytes;
        }
        GuestMessage changed = new GuestMessage(Arrays.copyOf(bytes, SILO + Guid.BYTES));
        changed.put(service, SERVICE);
        changed.put(partition, SILO);
        return changed.bytes;
    }

    /// {@return the request to connect to a service of a certain partition}
    static byte[] connect(Guid endpoint, Guid service, Guid partition) {
        GuestMessage request = new GuestMessage(new byte[SILO + Guid.BYTES]);
        request.bytes[0] = TL_CONNECT_REQUEST;
        request.put(endpoint, ENDPOINT);
        request.put(service, SERVICE);
        request.put(partition, SILO);
        return request.bytes;
    }

    int connectStatus() {
        return word(SILO);
    }

    /// Gives the answer to a request to connect another service.
    void answerAs(Guid service) {
        put(service, SERVICE);
    }

    /// Has the guest signal by its monitor page.
    void allocateMonitor(int monitor) {
        bytes[MONITOR_ID] = (byte) monitor;
        bytes[MONITOR_ALLOCATED] = 1;
    }
}
