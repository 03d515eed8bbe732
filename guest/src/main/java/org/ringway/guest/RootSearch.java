// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;

/// Finds a root for a guest, not more often than now and again: a guest that has itself hung up on,
/// or a root that wants nobody, must not keep either busy. A link that does not live long makes the
/// next pause twice as long.
final class RootSearch {
    /// The shortest pause.
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);
    private static final long LONG_LIFE = TimeUnit.SECONDS.toNanos(30);

    private final RootDoor door;
    private long pause = PAUSE.toNanos();
    private long tried;
    private long entered;

    /// @param now by [System#nanoTime], as all times here
    RootSearch(RootDoor door, long now) {
        this.door = door;
        this.tried = now - pause;
        this.entered = now;
    }

    /// Makes a link, if it is time to, and a root there.
    ///
    /// @return it, or null
    @Nullable ControlLink find(Handle memory, long now) {
        if (now - tried < pause) {
            return null;
        }
        tried = now;
        try {
            ControlLink link = door.enter(memory);
            pause = now - entered > LONG_LIFE ? PAUSE.toNanos() : Math.min(2 * pause, LONGEST);
            entered = now;
            return link;
        } catch (PlatformException _) {
            return null;
        }
    }
}
