// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.platform.Access;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Doorbell;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.platform.Platform;
import org.ringway.platform.Pollable;
import org.ringway.platform.Poller;
import org.ringway.platform.RegionFacts;

/// The platform that a root gets here: a test fails if it is asked to map memory or to put a
/// doorbell to work, and descriptors run out when a test says so.
final class NoMapping implements Platform {
    private final Platform platform;
    final Queue<String> forbidden = new ConcurrentLinkedQueue<>();
    volatile boolean lacksDescriptors;

    NoMapping(Platform platform) {
        this.platform = platform;
    }

    private PlatformException forbidden(String call) {
        forbidden.add(call);
        return new PlatformException("forbidden here: call=" + call);
    }

    @Override
    public String name() {
        return platform.name();
    }

    @Override
    public List<Diagnosis> diagnose() {
        return platform.diagnose();
    }

    @Override
    public List<Handle> allocate(long pages) {
        throw forbidden("allocate");
    }

    @Override
    public void sealReadOnly(Handle region) {
        throw forbidden("sealReadOnly");
    }

    @Override
    public RegionFacts inspect(Handle region) {
        return platform.inspect(region);
    }

    @Override
    public Mapping map(List<PageRun> runs, Access access) {
        throw forbidden("map");
    }

    @Override
    public Mapping mapRing(List<PageRun> runs) {
        throw forbidden("mapRing");
    }

    @Override
    public boolean mirrorsRings() {
        return platform.mirrorsRings();
    }

    @Override
    public DoorbellPair doorbellPair() {
        if (lacksDescriptors) {
            throw new PlatformException("socketpair: too many open files: limit=9");
        }
        return platform.doorbellPair();
    }

    @Override
    public Doorbell doorbell(Handle end) {
        throw forbidden("doorbell");
    }

    @Override
    public ControlLink connect(Path socket) {
        throw forbidden("connect");
    }

    @Override
    public ControlListener listen(ListenOptions options) {
        return new ShortListener(platform.listen(options));
    }

    /// Cannot accept while descriptors lack.
    private final class ShortListener implements ControlListener {
        private final ControlListener listener;

        private ShortListener(ControlListener listener) {
            this.listener = listener;
        }

        @Override
        public @Nullable ControlLink accept() {
            if (lacksDescriptors) {
                throw new PlatformException("accept: too many open files: limit=9");
            }
            return listener.accept();
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    @Override
    public Poller poller() {
        return new ShortPoller(platform.poller());
    }

    /// Knows that a short listener is one of its own platform's.
    private static final class ShortPoller implements Poller {
        private final Poller poller;

        private ShortPoller(Poller poller) {
            this.poller = poller;
        }

        private static Pollable known(Pollable source) {
            return source instanceof ShortListener it ? it.listener : source;
        }

        @Override
        public void watch(Pollable source, Interest interest, Runnable action) {
            poller.watch(known(source), interest, action);
        }

        @Override
        public void forget(Pollable source) {
            poller.forget(known(source));
        }

        @Override
        public boolean poll(Duration atMost) {
            return poller.poll(atMost);
        }

        @Override
        public void wakeup() {
            poller.wakeup();
        }

        @Override
        public void close() {
            poller.close();
        }
    }
}
