// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.channel.BusChannel;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.protocol.PeerRun;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// Consumers whose memory is not what they say, past a root that passes everything on.
class HostilePeerTest extends ScriptedCase {
    private static final RelId ID = new RelId(5);
    private static final GpadlId RING = new GpadlId(1);
    private static final GpadlId GRANT = new GpadlId(2);
    private static final int PAGES = 8;
    private static final PeerFacts CONSUMER =
            new PeerFacts(new PartitionId(9), 1, 0, 0, new Name("hostile"));

    private Service service;
    private OfferId offerId;

    @BeforeEach
    void offered() throws Exception {
        join();
        var offering = inThread(() -> child.offer("echo"));
        offerId = root.hear(ChildOffer.class).message().offerId();
        root.say(new ChildOfferResult(offerId, Status.OK));
        service = BusCase.resultOf(offering);
    }

    private Handle region(int pages) {
        return platform.allocate(pages).getFirst();
    }

    private static PeerGpadl grant(GpadlId gpadl, boolean readOnly, long firstPage, int pages) {
        return new PeerGpadl(ID, gpadl, readOnly, true,
                List.of(new PeerRun(100, firstPage, pages, 0)));
    }

    private void ask(PeerGpadl ring, Handle memory, int downstreamPageOffset) {
        root.say(ring, memory);
        root.say(new PeerOpen(ID, offerId, 66, RING, downstreamPageOffset, UserData.EMPTY,
                CONSUMER, false), platform.doorbellPair().first());
    }

    private void assertRefused(Status status) throws Exception {
        assertEquals(status, root.hear(PeerGpadlResult.class).message().status());
        assertEquals(status, root.hear(PeerOpenResult.class).message().status());
        assertEquals(ID, root.hear(RelIdReleased.class).message().relId());
        assertListens();
    }

    private BusChannel accept() throws InterruptedException {
        ask(grant(RING, false, 0, PAGES), region(PAGES), 4);
        assertEquals(Status.OK, root.hear(PeerGpadlResult.class).message().status());
        assertEquals(Status.OK, root.hear(PeerOpenResult.class).message().status());
        return service.accept();
    }

    static Stream<Integer> offsets() {
        return Stream.of(-1, 0, 1, PAGES - 1, PAGES, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    @ParameterizedTest
    @MethodSource("offsets")
    @DisplayName("R8 a second ring that begins outside the memory, or leaves no page, is refused")
    void r8OffsetOutsideTheMemoryIsRefused(int offset) throws Exception {
        ask(grant(RING, false, 0, PAGES), region(PAGES), offset);
        assertRefused(Status.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("R8 a ring whose pages reach past its region is refused")
    void r8RingPastItsRegionIsRefused() throws Exception {
        ask(grant(RING, false, 1, PAGES), region(PAGES), 4);
        assertRefused(Status.INVALID_PARAMETER);
        ask(grant(RING, false, Long.MAX_VALUE >>> 12, 1), region(PAGES), 4);
        assertRefused(Status.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("a ring that cannot be written is refused")
    void readOnlyRingIsRefused() throws Exception {
        Handle sealed = region(PAGES);
        platform.sealReadOnly(sealed);
        ask(grant(RING, true, 0, PAGES), sealed, 4);
        assertRefused(Status.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("R10 a ring that is no memory at all is refused")
    void r10RingThatIsNoMemoryIsRefused() throws Exception {
        ask(grant(RING, false, 0, PAGES), platform.doorbellPair().first(), 4);
        assertRefused(Status.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("a doorbell end that is a region is refused")
    void doorbellThatIsARegionIsRefused() throws Exception {
        root.say(grant(RING, false, 0, PAGES), region(PAGES));
        root.say(new PeerOpen(ID, offerId, 66, RING, 4, UserData.EMPTY, CONSUMER, false),
                region(1));
        assertRefused(Status.INSUFFICIENT_RESOURCES);
    }

    static Stream<Integer> indices() {
        return Stream.of(-1, 4, 3 * Platform.PAGE_BYTES, Integer.MIN_VALUE);
    }

    @ParameterizedTest
    @MethodSource("indices")
    @DisplayName("R1 R2 a ring whose indices are no positions is refused before anybody gets it")
    void r1RingWithoutPositionsIsRefused(int index) throws Exception {
        Handle memory = region(PAGES);
        try (Mapping mapping = platform.map(
                List.of(new PageRun(memory, 0, PAGES)), Access.READ_WRITE)) {
            MemorySegment control = mapping.bytes();
            control.set(ValueLayout.JAVA_INT, 0, index);
            control.set(ValueLayout.JAVA_INT, 4L * Platform.PAGE_BYTES, index);
            ask(grant(RING, false, 0, PAGES), memory, 4);
            assertRefused(Status.INVALID_PARAMETER);
        }
    }

    @Test
    @DisplayName("a grant past its region, or writable on a sealed one, is refused alone")
    void unfitGrantsAreRefused() throws Exception {
        BusChannel channel = accept();
        Handle sealed = region(1);
        platform.sealReadOnly(sealed);
        root.say(grant(GRANT, false, 0, 2), region(1));
        assertEquals(Status.INVALID_PARAMETER,
                root.hear(PeerGpadlResult.class).message().status());
        root.say(grant(GRANT, false, 0, 1), sealed);
        assertEquals(Status.INVALID_PARAMETER,
                root.hear(PeerGpadlResult.class).message().status());
        root.say(grant(GRANT, false, 0, 1), platform.doorbellPair().second());
        assertEquals(Status.INVALID_PARAMETER,
                root.hear(PeerGpadlResult.class).message().status());
        root.say(grant(GRANT, false, 0, 1), region(1));
        assertEquals(Status.OK, root.hear(PeerGpadlResult.class).message().status());
        assertTrue(channel.isOpen());
        channel.close();
    }

    @Test
    @DisplayName("a channel on a service that was closed meanwhile is refused")
    void closedServiceRefuses() throws Exception {
        service.close();
        assertEquals(offerId, root.hear(WithdrawOffer.class).message().offerId());
        ask(grant(RING, false, 0, PAGES), region(PAGES), 4);
        assertRefused(Status.NOT_FOUND);
    }
}
