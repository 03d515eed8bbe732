// SPDX-License-Identifier: Apache-2.0
package org.ringway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What Netty's leak detector has found, at its level paranoid.
final class Leaks {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        private Detector(Class<?> type, int interval) {
            super(type, interval);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            FOUND.add(type + ": " + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            FOUND.add(type);
        }
    }

    /// From now on; before the first buffer is made.
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
                new ResourceLeakDetectorFactory() {
                    @Override
                    @Deprecated
                    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                            Class<T> type, int interval, long maxActive) {
                        return new Detector<>(type, interval);
                    }

                    @Override
                    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                            Class<T> type, int interval) {
                        return new Detector<>(type, interval);
                    }
                });
    }

    /// Has the detector look: it does so when something new is made.
    static void look() {
        System.gc();
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }

    /// {@return what was found so far, and forgets it}
    static List<String> take() {
        List<String> taken = List.copyOf(FOUND);
        FOUND.removeAll(taken);
        return taken;
    }

    static void assertNone() {
        look();
        assertEquals(List.of(), take(), "leaks");
    }
}
