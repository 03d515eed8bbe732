// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ringway.PlatformException;
import org.ringway.platform.Handle;

/// One reference to a region or to an end of a doorbell; sending it over a link makes another.
final class LocalHandle implements Handle {
    private final Shared shared;
    private final AtomicBoolean open = new AtomicBoolean(true);

    LocalHandle(Shared shared) {
        this.shared = shared;
        shared.references().retain();
    }

    static LocalHandle of(Handle handle) {
        if (handle instanceof LocalHandle local) {
            return local;
        }
        throw new IllegalArgumentException(
                "handle of another platform: type=" + handle.getClass().getName());
    }

    /// All or none.
    static List<Handle> duplicate(List<Handle> handles) {
        List<Handle> copies = new ArrayList<>(handles.size());
        try {
            for (Handle handle : handles) {
                copies.add(new LocalHandle(of(handle).shared()));
            }
        } catch (RuntimeException e) {
            copies.forEach(Handle::close);
            throw e;
        }
        return List.copyOf(copies);
    }

    LocalRegion region() {
        return switch (shared()) {
            case LocalRegion region -> region;
            case LocalDoorbell _ -> throw new PlatformException(
                    "handle is not shared memory: found=doorbell end");
        };
    }

    LocalDoorbell doorbell() {
        return switch (shared()) {
            case LocalDoorbell doorbell -> doorbell;
            case LocalRegion region -> throw new PlatformException(
                    "handle is not a doorbell end: found=region pages=" + region.pages());
        };
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            shared.references().release();
        }
    }

    private Shared shared() {
        if (!open.get()) {
            throw new IllegalStateException("handle is closed");
        }
        return shared;
    }
}
