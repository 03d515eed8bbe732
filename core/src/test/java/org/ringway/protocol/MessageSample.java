// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.StandardToChild.ModifyConnectionResponse;
import org.ringway.protocol.StandardToChild.PauseResponse;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.ModifyConnection;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.Pause;
import org.ringway.protocol.StandardToRoot.Resume;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;
import org.ringway.wire.WireBytes;

/// A message whose fields all differ, and its bytes.
///
/// @param message what is said
/// @param bytes how it is said
record MessageSample(ControlMessage message, byte[] bytes) {
    static final RelId REL_ID = new RelId(0x123);
    static final GpadlId GPADL = new GpadlId(0x000E_1E10);
    static final Status REFUSED = Status.ACCESS_DENIED;
    static final int REFUSED_CODE = 0xC000_0022;
    static final long SERIAL = 0x1122_3344_5566_7788L;
    static final String INTERFACE_HEX = "33221100554477668899aabbccddeeff";
    static final String INSTANCE_HEX = "78563412bc9af0de0102030405060708";
    static final Guid INTERFACE = guid("00112233-4455-6677-8899-aabbccddeeff");
    static final Guid INSTANCE = guid("12345678-9abc-def0-0102-030405060708");
    static final UserData USER_DATA = UserData.of(new byte[] {1, 2, 3, 4, 5});
    static final OfferContent CONTENT =
            new OfferContent(INTERFACE, INSTANCE, OfferContent.NAMED_PIPE, USER_DATA);
    static final PeerFacts PEER =
            new PeerFacts(new PartitionId(7), 4711, 1000, 100, Name.of("Zürich"));

    static final String FULL_PART_HEX = "0123456789".repeat(44);
    static final InspectPart FULL_PART = new InspectPart(
            Status.OK, true, WireBytes.of(HexFormat.of().parseHex(FULL_PART_HEX)));

    private static Guid guid(String text) {
        return Guid.of(UUID.fromString(text));
    }

    static MessageSample of(ControlMessage message, ExpectedBytes bytes) {
        return new MessageSample(message, bytes.toArray());
    }

    /// Of every message there is, at least one.
    static Stream<MessageSample> all() {
        return Stream.of(StandardSamples.ALL, RingwayToRootSamples.ALL, RingwayToChildSamples.ALL,
                        PortSamples.ALL)
                .flatMap(List::stream);
    }

    /// As its receiver reads it.
    static ControlMessage decode(ControlMessage like, byte[] bytes) {
        return switch (like) {
            case ToRoot _ -> ControlCodec.decodeToRoot(bytes, versionOf(like));
            case ToChild _ -> ControlCodec.decodeToChild(bytes, versionOf(like));
        };
    }

    /// One in which the message has the form that this one has.
    private static ProtocolVersion versionOf(ControlMessage message) {
        return switch (message) {
            case ModifyConnection _, ModifyConnectionResponse _, Pause _, PauseResponse _,
                    Resume _ -> ProtocolVersion.V6_0;
            case OpenChannel open when open.signals() != null -> ProtocolVersion.V6_0;
            case VersionResponse response when response.featureFlags() != 0 ->
                    ProtocolVersion.V6_0;
            case TlConnectRequest request when request.siloId().equals(Guid.ZERO) ->
                    ProtocolVersion.V5_1;
            default -> ProtocolVersion.V5_3;
        };
    }

    @Override
    public String toString() {
        return message.getClass().getSimpleName();
    }
}
