// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;
import org.ringway.memory.TransferSetPart;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.ring.OutgoingRing;

/// What a channel promises about sets of transfer pages and about pages named by GPADL, on any
/// platform; most of all against a hostile other side.
public abstract class TransferSetContract extends ChannelCase {
    /// For the platforms' own tests.
    protected TransferSetContract() {}

    private static final TransferSetId SET = new TransferSetId(0xCAFE);
    private static final PacketHandler OPEN = IncomingPacket::external;

    private static TransferPages pages(long offset, long bytes) {
        return new TransferPages(SET, true, List.of(new TransferRange(offset, bytes)));
    }

    /// Lets the left side write what ours never would.
    private static void forge(ChannelPair pair, Consumer<OutgoingRing> writing) {
        OutgoingRing ring = new OutgoingRing(pair.leftToRight);
        writing.accept(ring);
        ring.publish();
    }

    private static void assertEnds(ChannelPair pair, String text) {
        ProtocolException thrown =
                assertThrows(ProtocolException.class, () -> pair.right.poll(OPEN, 1));
        assertEquals(text, thrown.getMessage());
        assertFalse(pair.right.isOpen());
        assertThrows(RingCorruptException.class, () -> pair.right.receive(Duration.ZERO));
    }

    @Test
    @DisplayName("P13: ends the channel when a packet names a set that nobody announced")
    void p13UnknownSet() {
        try (ChannelPair pair = pair()) {
            forge(pair, ring -> assertTrue(ring.tryWriteTransfer(1, pages(0, 8), COMMAND)));
            assertEnds(pair, "packet names an unknown transfer set: set=51966 ranges=1");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 12289", "12288, 1", "12287, 2", "4294967295, 4294967295", "0, 4294967295",
        "4294967295, 1"})
    @DisplayName("P13: ends the channel when a packet names bytes outside its set")
    void p13RangeOutsideTheSet(long offset, long bytes) throws Exception {
        try (ChannelPair pair = pair()) {
            pair.left.transferSets().announce(SET, pair.allocate(3 * 4096, Access.READ_WRITE));
            pair.right.poll(OPEN, 1);
            forge(pair, ring ->
                    assertTrue(ring.tryWriteTransfer(1, pages(offset, bytes), COMMAND)));
            assertEnds(pair, "packet names bytes outside the transfer set: set=51966 byteOffset="
                    + offset + " byteCount=" + bytes + " setBytes=12288");
        }
    }

    @Test
    @DisplayName("P13: a handler that catches it answers, and the channel goes on")
    void p13HandlersMayGoOn() {
        try (ChannelPair pair = pair()) {
            forge(pair, ring -> assertTrue(ring.tryWriteTransfer(1, pages(0, 8), COMMAND)));
            assertEquals(1, pair.right.poll(packet -> {
                assertTrue(packet.hasExternal());
                assertThrows(ProtocolException.class, packet::external);
                packet.complete();
            }, 1));
            assertTrue(pair.right.isOpen());
        }
    }

    @Test
    @DisplayName("P13: ends the channel when a set is announced over pages that were not granted")
    void p13AnnouncedPagesMustBeGranted() {
        try (ChannelPair pair = pair()) {
            forge(pair, ring ->
                    assertTrue(ring.tryAddToSet(new TransferSetPart(SET, new GpadlId(9)))));
            assertEnds(pair, "pages were not granted: gpadl 9");
        }
    }

    @Test
    @DisplayName("P13: ends the channel when the number of an own set is announced or removed")
    void p13OwnSetsAreNotTheOtherSides() throws Exception {
        TransferSetPart part = new TransferSetPart(SET, new GpadlId(9));
        try (ChannelPair pair = pair()) {
            pair.right.transferSets().bind(SET, pair.allocate(4096, Access.READ_WRITE));
            forge(pair, ring -> assertTrue(ring.tryAddToSet(part)));
            assertEnds(pair, "announced transfer set is in use: set=51966");
        }
        try (ChannelPair pair = pair()) {
            pair.right.transferSets().bind(SET, pair.allocate(4096, Access.READ_WRITE));
            forge(pair, ring -> assertTrue(ring.tryRemoveSet(part)));
            assertEnds(pair, "removed transfer set was never announced: set=51966");
        }
    }

    @Test
    @DisplayName("P13: bounds what announcements can cost")
    void p13AnnouncementsAreBounded() throws Exception {
        try (ChannelPair pair = new ChannelPair(platform(), ChannelOptions.DEFAULT)) {
            GpadlId gpadl =
                    pair.left.grant(pair.allocate(4096, Access.READ_WRITE)).getFirst();
            forge(pair, ring -> {
                for (int i = 0; i < SetTable.MAX_ANNOUNCED_PARTS + 1; i++) {
                    TransferSetId set = new TransferSetId(i % 100);
                    assertTrue(ring.tryAddToSet(new TransferSetPart(set, gpadl)));
                }
            });
            assertEnds(pair,
                    "announced transfer sets are too large: set=24 setBytes=40960 parts=1024");
        }
    }

    @Test
    @DisplayName("P13: offsets have 32 bits, and no set is larger")
    void p13SetsEndAtFourGigabytes() throws Exception {
        try (ChannelPair pair = new ChannelPair(platform(), ChannelOptions.DEFAULT)) {
            long large = (long) Platform.MAX_REGION_PAGES * Platform.PAGE_BYTES;
            GpadlId gpadl = pair.left.grant(pair.allocate(large, Access.READ_WRITE)).getFirst();
            int fitting = (int) ((1L << 32) / large);
            forge(pair, ring -> {
                for (int i = 0; i < fitting + 1; i++) {
                    assertTrue(ring.tryAddToSet(new TransferSetPart(SET, gpadl)));
                }
            });
            assertEnds(pair, "announced transfer sets are too large: set=51966 setBytes="
                    + fitting * large + " parts=" + fitting);
        }
    }

    @Test
    @DisplayName("shows a range that reaches from one granted region into the next, in order")
    void rangesReachAcrossRegions() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(40L << 20, Access.READ_WRITE);
            assertEquals(2, buffer.regions().size());
            pair.left.transferSets().announce(SET, buffer);
            long border = buffer.regions().getFirst().bytes();
            buffer.bytes().set(ValueLayout.JAVA_BYTE, border - 1, (byte) 1);
            buffer.bytes().set(ValueLayout.JAVA_BYTE, border, (byte) 2);
            pair.right.poll(OPEN, 1);
            forge(pair, ring ->
                    assertTrue(ring.tryWriteTransfer(1, pages(border - 10, 30), COMMAND)));
            assertEquals(1, pair.right.poll(packet -> {
                List<MemorySegment> found = packet.external().segments();
                assertEquals(List.of(10L, 20L),
                        found.stream().map(MemorySegment::byteSize).toList());
                assertEquals(1, found.getFirst().get(ValueLayout.JAVA_BYTE, 9));
                assertEquals(2, found.getLast().get(ValueLayout.JAVA_BYTE, 0));
            }, 1));
        }
    }

    @Test
    @DisplayName("opens a deferred packet of a set that was removed since, and refuses a later one")
    void removedSetsServeEarlierPackets() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            pair.left.transferSets().announce(SET, buffer);
            TransferPool pool = pair.left.transferSets().pool(SET, 64);
            TransferPool.Slots slots = pool.take(5);
            slots.segment().fill((byte) 5);
            slots.send(COMMAND);
            pair.left.transferSets().remove(SET);
            assertThrows(IllegalStateException.class, () -> pool.take(1));
            DeferredPacket early = pair.right.receive(Duration.ZERO);
            assertNotNull(early);
            assertEquals(0, pair.right.poll(OPEN, 1));
            assertFalse(pair.right.transferSets().has(SET));
            assertEquals(5, early.external().segment().get(ValueLayout.JAVA_BYTE, 4));
            early.close();
            pair.left.poll(OPEN, 1);
            assertEquals(0, buffer.leases());
            pair.left.transferSets().announce(SET, buffer);
            assertEquals(0, pair.right.poll(OPEN, 1));
            assertTrue(pair.right.transferSets().has(SET), "the number is free again");
            pair.left.transferSets().remove(SET);
            forge(pair, ring -> assertTrue(ring.tryWriteTransfer(1, pages(0, 8), COMMAND)));
            assertEnds(pair, "packet names an unknown transfer set: set=51966 ranges=1");
        }
    }

    @Test
    @DisplayName("keeps packets of a set for a receiver that comes later")
    void keepsPacketsOfSets() throws Exception {
        try (ChannelPair pair = pair()) {
            pair.left.transferSets().announce(SET, pair.allocate(4096, Access.READ_WRITE));
            TransferPool.Slots slots = pair.left.transferSets().pool(SET, 64).take(5);
            slots.segment().fill((byte) 5);
            slots.send(COMMAND);
            assertThrows(org.ringway.BusTimeoutException.class, () -> pair.right.request(
                    null, COMMAND, COMMAND.asSlice(0, 0), Duration.ofMillis(1)));
            assertEquals(1, pair.right.statistics().packetsKept());
            assertEquals(1, pair.right.poll(packet -> assertEquals(5,
                    packet.external().segment().get(ValueLayout.JAVA_BYTE, 4)), 1));
        }
    }

    @Test
    @DisplayName("G9: a grant is torn down after the last slot of a pool over it")
    void g9GrantsOutliveThePoolsOverThem() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(4096, Access.READ_WRITE);
            GpadlId gpadl = pair.right.grant(buffer).getFirst();
            pair.left.transferSets().bind(SET, List.of(gpadl));
            TransferPool pool = pair.left.transferSets().pool(SET, 64);
            TransferPool.Slots slots = pool.take(5);
            AtomicInteger torndown = new AtomicInteger();
            pair.leftSide.retireGrant(gpadl, torndown::incrementAndGet);
            slots.segment().fill((byte) 1);
            pool.close();
            assertEquals(0, torndown.get());
            slots.close();
            assertEquals(1, torndown.get());
            assertThrows(ProtocolException.class, () -> pair.left.view(gpadl, 0, 1));
        }
    }

    @Test
    @DisplayName("a plain peer's protocol names pages by GPADL and offset, in payloads")
    void viewsByGpadlAndOffset() throws Exception {
        try (ChannelPair pair = pair()) {
            SharedBuffer buffer = pair.allocate(2 * 4096, Access.READ_WRITE);
            GpadlId gpadl = pair.left.grant(buffer).getFirst();
            assertEquals(List.of(gpadl), pair.left.grant(buffer), "the same again");
            buffer.bytes().set(ValueLayout.JAVA_BYTE, 5000, (byte) 9);
            try (ExternalData data = pair.right.view(gpadl, 4990, 20)) {
                assertEquals(9, data.segment().get(ValueLayout.JAVA_BYTE, 10));
                data.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 3);
            }
            assertEquals(3, buffer.bytes().get(ValueLayout.JAVA_BYTE, 4990));
            AtomicInteger torndown = new AtomicInteger();
            ExternalData open = pair.right.view(gpadl, 0, 8192);
            pair.rightSide.retireGrant(gpadl, torndown::incrementAndGet);
            assertEquals(0, torndown.get());
            open.close();
            assertEquals(1, torndown.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "0, -1", "0, 8193", "8192, 1", "8191, 2",
        "9223372036854775807, 9223372036854775807", "1, 9223372036854775807"})
    @DisplayName("P12: refuses offsets and lengths outside a GPADL, and GPADLs that are unknown")
    void p12ViewsStayWithinTheirGpadl(long offset, long bytes) throws Exception {
        try (ChannelPair pair = pair()) {
            GpadlId gpadl =
                    pair.left.grant(pair.allocate(2 * 4096, Access.READ_WRITE)).getFirst();
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> pair.right.view(gpadl, offset, bytes));
            assertTrue(thrown.getMessage().endsWith(
                    ": offset=" + offset + " bytes=" + bytes + " granted=8192"));
            assertThrows(ProtocolException.class,
                    () -> pair.right.view(new GpadlId(1), 0, 1));
            assertTrue(pair.right.isOpen());
        }
    }
}
