// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.RootLostException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.OpenId;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// A root that says what it must not: the link ends with a text, the partition stays.
class HostileRootTest extends ScriptedCase {
    private static final RelId UNKNOWN = new RelId(2047);
    private static final OfferContent CONTENT =
            new OfferContent(Guid.ofName("x"), Guid.ofName("x"), 0, UserData.EMPTY);
    private static final int OFFER_RELID_AT = 184;

    @BeforeEach
    void joined() throws Exception {
        join();
    }

    @Test
    @DisplayName("C1 C2 C3 unknown ids and answers that nobody asked for do no harm")
    void unsolicitedMessagesAreIgnored() throws Exception {
        List<ToChild> messages = List.of(
                OfferChannel.of(UNKNOWN, CONTENT), new RescindChannelOffer(UNKNOWN),
                new OpenChannelResult(UNKNOWN, new OpenId(1), Status.OK),
                new GpadlCreated(UNKNOWN, new GpadlId(1), Status.OK),
                new GpadlTorndown(new GpadlId(1)), VersionResponse.accepted(1),
                new UnloadComplete(), new PeerTeardown(UNKNOWN, new GpadlId(1)),
                new PeerClosed(UNKNOWN, Reason.LOST), new RegionResult(1, Status.OK),
                new ListEnd());
        for (ToChild message : messages) {
            root.say(message);
            assertListens();
        }
    }

    static Stream<byte[]> broken() {
        byte[] zeroId = ControlCodec.encode(OfferChannel.of(UNKNOWN, CONTENT));
        zeroId[OFFER_RELID_AT] = 0;
        zeroId[OFFER_RELID_AT + 1] = 0;
        byte[] largeId = ControlCodec.encode(OfferChannel.of(UNKNOWN, CONTENT));
        largeId[OFFER_RELID_AT + 1] = 8;
        return Stream.of(
                "C1 zero".getBytes(StandardCharsets.UTF_8), new byte[1], new byte[8],
                new byte[241], ControlCodec.encode(new Unload()), zeroId, largeId);
    }

    @ParameterizedTest
    @MethodSource("broken")
    @DisplayName("C1 bytes that are no message end the link with a text; the partition joins again")
    void brokenMessagesEndTheLink(byte[] bytes) throws Exception {
        var waiting = inThread(() -> child.awaitOffer("nobody", BusCase.LIMIT));
        root.say(bytes);
        root.awaitHangUp();
        BusCase.assertThrowsInside(RootLostException.class, waiting);
        String text = text();
        assertTrue(text.contains("it broke the protocol: "), text);
        root.letIn();
        assertListens();
    }

    private String text() {
        return assertThrows(RootLostException.class, child::list).getMessage();
    }

    @Test
    @DisplayName("a partition that waits for room goes on reading")
    void partitionReadsWhileItWaitsForRoom() throws Exception {
        int many = 400;
        var lists = Stream.generate(() -> inThread(child::list)).limit(many).toList();
        for (int i = 0; i < many; i++) {
            root.say(new RescindChannelOffer(UNKNOWN));
        }
        for (int i = 0; i < many; i++) {
            root.hear(RingwayToRoot.List.class);
            root.say(new ListEnd());
        }
        for (var list : lists) {
            assertEquals(0, BusCase.resultOf(list).offers().size());
        }
    }
}
