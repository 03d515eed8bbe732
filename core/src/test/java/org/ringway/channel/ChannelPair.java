// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.ringway.BusTimeoutException;
import org.ringway.memory.GpadlId;
import org.ringway.platform.Access;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;
import org.ringway.ring.RingMemory;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.UserData;

/// Two sides of one channel in one JVM, brokered by this object instead of a root.
public final class ChannelPair implements AutoCloseable {
    private final Platform platform;
    private final boolean trusted;
    private final Poller poller;
    private final Thread polling;
    private final AtomicLong nextPfn = new AtomicLong(0x100);
    private final AtomicInteger nextGpadl = new AtomicInteger(0xE1E10);
    private final Map<Long, Handle> regions = new ConcurrentHashMap<>();
    final List<Mapping> rings = new ArrayList<>();
    private final Map<Long, GpadlId> granted = new ConcurrentHashMap<>();
    private volatile boolean over;
    final RingMemory leftToRight;
    final RingMemory rightToLeft;
    final ChannelSide leftSide;
    final ChannelSide rightSide;
    public final BusChannel left;
    public final BusChannel right;
    final Doorbell leftDoorbell;
    final AtomicInteger grants = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    /// Of the side made last; both have the same options.
    boolean leavesOut;

    public ChannelPair(Platform platform, ChannelOptions options) {
        this(platform, options, options,
                new OfferContent(Guid.ZERO, Guid.ZERO, 0, UserData.EMPTY));
    }

    public ChannelPair(Platform platform, ChannelOptions leftOptions, ChannelOptions rightOptions,
            OfferContent offer) {
        this(platform, leftOptions, rightOptions, offer, false);
    }

    /// A pair of which the policy says that both sides trust each other.
    public static ChannelPair trusted(Platform platform, ChannelOptions options) {
        return new ChannelPair(platform, options, options,
                new OfferContent(Guid.ZERO, Guid.ZERO, 0, UserData.EMPTY), true);
    }

    private ChannelPair(Platform platform, ChannelOptions leftOptions,
            ChannelOptions rightOptions, OfferContent offer, boolean trusted) {
        this.trusted = trusted;
        this.platform = platform;
        poller = platform.poller();
        polling = Thread.ofPlatform().daemon().start(this::poll);
        int pages = leftOptions.outgoingPages() + leftOptions.incomingPages();
        Handle region = platform.allocate(pages).getFirst();
        DoorbellPair ends = platform.doorbellPair();
        leftDoorbell = platform.doorbell(ends.first());
        leftToRight = ring(region, 0, leftOptions.outgoingPages());
        rightToLeft = ring(region, leftOptions.outgoingPages(), leftOptions.incomingPages());
        leftSide = side(leftToRight, rightToLeft, leftDoorbell, offer, leftOptions, 2, true);
        rightSide = side(rightToLeft, leftToRight, platform.doorbell(ends.second()), offer,
                rightOptions, 1, false);
        left = leftSide.channel();
        right = rightSide.channel();
    }

    private void poll() {
        while (!over) {
            poller.poll(Duration.ofSeconds(10));
        }
    }

    private RingMemory ring(Handle region, int first, int pages) {
        Mapping mapping = platform.mapRing(List.of(new PageRun(region, first, pages)));
        rings.add(mapping);
        return RingMemory.of(mapping, pages, platform.mirrorsRings());
    }

    private ChannelSide side(RingMemory outgoing, RingMemory incoming, Doorbell doorbell,
            OfferContent offer, ChannelOptions options, int peer, boolean isLeft) {
        PeerFacts facts = new PeerFacts(new PartitionId(peer), 1, 0, 0, Name.of("p" + peer));
        ChannelSide.Wiring wiring = new ChannelSide.Wiring(outgoing, incoming, doorbell, poller,
                offer, Name.of("test"), facts, UserData.EMPTY, trusted, 0, options);
        leavesOut = wiring.leavesOut();
        return ChannelSide.open(wiring, new ChannelSide.Control() {
            @Override
            public List<GpadlId> grant(SharedBuffer buffer, Duration atMost) {
                grants.incrementAndGet();
                return show(buffer, isLeft ? rightSide : leftSide);
            }

            @Override
            public void teardown(SharedBuffer buffer, Duration atMost)
                    throws InterruptedException {
                takeBack(buffer, isLeft ? rightSide : leftSide, atMost);
            }

            @Override
            public void closed() {
                closed.incrementAndGet();
            }
        });
    }

    private List<GpadlId> show(SharedBuffer buffer, ChannelSide to) {
        List<GpadlId> gpadls = new ArrayList<>();
        for (SharedBuffer.Region region : buffer.regions()) {
            Handle handle = regions.get(region.firstPfn());
            Mapping mapping = platform.map(List.of(new PageRun(handle, 0, region.pages())),
                    buffer.peerAccess());
            GpadlId gpadl = new GpadlId(nextGpadl.incrementAndGet());
            gpadls.add(gpadl);
            granted.put(region.firstPfn(), gpadl);
            to.addGrant(gpadl, mapping, buffer.peerAccess() == Access.READ_ONLY, List.of(region));
        }
        return gpadls;
    }

    private void takeBack(SharedBuffer buffer, ChannelSide from, Duration atMost)
            throws InterruptedException {
        CountDownLatch torndown = new CountDownLatch(buffer.regions().size());
        for (SharedBuffer.Region region : buffer.regions()) {
            from.retireGrant(granted.get(region.firstPfn()), torndown::countDown);
        }
        if (!torndown.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new BusTimeoutException("views are left: " + torndown.getCount());
        }
    }

    /// A buffer of whole pages.
    public SharedBuffer allocate(long bytes, Access peerAccess) {
        long pages = (bytes + Platform.PAGE_BYTES - 1) / Platform.PAGE_BYTES;
        List<Handle> handles = platform.allocate(pages);
        List<SharedBuffer.Region> numbered = new ArrayList<>();
        List<PageRun> runs = new ArrayList<>();
        long left = pages;
        for (Handle handle : handles) {
            int count = (int) Math.min(left, Platform.MAX_REGION_PAGES);
            long pfn = nextPfn.getAndAdd(count);
            regions.put(pfn, handle);
            numbered.add(new SharedBuffer.Region(pfn, count));
            runs.add(new PageRun(handle, 0, count));
            left -= count;
        }
        return new SharedBuffer(
                platform.map(runs, Access.READ_WRITE), numbered, peerAccess, gone -> {});
    }

    static MemorySegment bytes(int count, int seed) {
        MemorySegment segment = MemorySegment.ofArray(new long[count + 7 >>> 3]);
        for (int i = 0; i < count; i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, (byte) (seed + 31 * i));
        }
        return segment.asSlice(0, count);
    }

    static MemorySegment word(long value) {
        return MemorySegment.ofArray(new long[] {value});
    }

    static long word(MemorySegment payload) {
        return payload.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    @Override
    public void close() {
        left.close();
        right.close();
        over = true;
        poller.wakeup();
        try {
            polling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        poller.close();
    }
}
