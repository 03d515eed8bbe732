// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;

/// Finds out what the kernel can do by having it done: a version says little where vendors patch
/// and containers filter.
final class FeatureTrial {
    private static final String NEWER = "if memory or files ran short see below; else boot Linux"
            + " 5.1 or later, or allow the call in the container's seccomp profile";
    private static final String SMALL_PAGES = "boot a kernel with pages of 4096 bytes";

    private final Platform platform;

    FeatureTrial(Platform platform) {
        this.platform = platform;
    }

    List<Diagnosis> all() {
        return List.of(
                tried("shared memory", NEWER, this::sharedMemory),
                tried("read-only grants", NEWER, this::readOnlyGrants),
                tried("wrap-free rings", SMALL_PAGES, this::wrapFreeRings),
                tried("control links", NEWER, this::controlLinks),
                tried("doorbells", NEWER, this::doorbells));
    }

    private static Diagnosis tried(String subject, String fix, Supplier<String> trial) {
        try {
            return new Diagnosis(subject, Verdict.GOOD, trial.get(), "");
        } catch (PlatformException e) {
            return new Diagnosis(subject, Verdict.BAD, e.getMessage(), fix);
        } catch (LinkageError e) {
            return new Diagnosis(subject, Verdict.BAD, "no system call can be made: " + e,
                    "enable native access, as above");
        }
    }

    private String sharedMemory() {
        try (Handle region = platform.allocate(1).getFirst()) {
            return "a sealed memfd: pages=" + platform.inspect(region).pages();
        }
    }

    private String readOnlyGrants() {
        try (Handle region = platform.allocate(1).getFirst()) {
            platform.sealReadOnly(region);
            Access access = platform.inspect(region).access();
            require(access == Access.READ_ONLY, "the seal does not hold: access=" + access);
            return "sealed against future writing: access=" + access;
        }
    }

    private String wrapFreeRings() {
        int pages = 2;
        try (Handle region = platform.allocate(pages).getFirst();
                Mapping ring = platform.mapRing(List.of(new PageRun(region, 0, pages)))) {
            long mirror = (long) pages * Platform.PAGE_BYTES;
            ring.bytes().set(JAVA_BYTE, mirror, (byte) 1);
            byte seen = ring.bytes().get(JAVA_BYTE, mirror - Platform.PAGE_BYTES);
            require(seen == 1, "the second mapping is other memory: seen=" + seen);
            return "data pages mapped twice in a row: bytes=" + ring.bytes().byteSize();
        }
    }

    private String controlLinks() {
        int[] ends = Sockets.pair(Sockets.SEQPACKET);
        try (ControlLink sender = new LinuxLink(ends[0]);
                ControlLink receiver = new LinuxLink(ends[1]);
                Handle region = platform.allocate(1).getFirst()) {
            sender.trySend(new byte[1], List.of(region));
            List<Handle> received = receiver.receive() instanceof Received.Message message
                    ? message.handles() : List.of();
            received.forEach(Handle::close);
            require(received.size() == 1, "the descriptor was lost: received=" + received.size());
            return "seqpacket with a descriptor attached: received=" + received.size();
        }
    }

    private String doorbells() {
        DoorbellPair pair = platform.doorbellPair();
        try (Doorbell one = platform.doorbell(pair.first());
                Doorbell other = platform.doorbell(pair.second());
                Poller poller = platform.poller()) {
            poller.watch(other, Poller.Interest.READ, other::poll);
            one.signal();
            boolean ran = poller.poll(Duration.ofSeconds(1));
            require(ran, "the poller did not see a signal: ran=" + ran);
            return "a stream pair behind epoll: ran=" + ran;
        }
    }

    private static void require(boolean isMet, String found) {
        if (!isMet) {
            throw new PlatformException(found);
        }
    }
}
