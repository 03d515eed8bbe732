// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.Handle;

/// What goes along with recorded messages: a recording has no descriptors.
final class Handles implements AutoCloseable {
    private static final int GPADL_FIRST_PFN_AT = 28;
    private static final int PAGES_AT = 16;
    private static final int FLAGS_AT = 20;

    private final LocalPlatform platform;
    private final Map<Side, Map<Long, Handle>> regions = new EnumMap<>(Side.class);
    private final Map<Side, Map<Integer, Long>> gpadls = new EnumMap<>(Side.class);
    private final Deque<Handle> ends = new ArrayDeque<>();
    private final List<Handle> kept = new ArrayList<>();

    Handles(LocalPlatform platform) {
        this.platform = platform;
        for (Side side : Side.values()) {
            regions.put(side, new HashMap<>());
            gpadls.put(side, new HashMap<>());
        }
    }

    /// What a child that is not there attaches.
    List<Handle> ofChild(Step.Message message) {
        if (message.type() != WireFields.ANNOUNCE_REGION) {
            return List.of();
        }
        Handle region = keep(platform.allocate(WireFields.u32(message.bytes(), PAGES_AT)))
                .getFirst();
        if (WireFields.u32(message.bytes(), FLAGS_AT) != 0) {
            platform.sealReadOnly(region);
        }
        return List.of(region);
    }

    /// Remembers what a child has attached.
    void said(Step.Message message, List<Handle> attached) {
        byte[] bytes = message.bytes();
        if (message.type() == WireFields.ANNOUNCE_REGION) {
            regions.get(message.side()).put(WireFields.u64(bytes, 8), attached.getFirst());
        } else if (message.type() == WireFields.GPADL_HEADER) {
            gpadls.get(message.side()).put(WireFields.u32(bytes, 12),
                    WireFields.u64(bytes, GPADL_FIRST_PFN_AT));
        }
    }

    /// What a root that is not there attaches.
    List<Handle> ofRoot(Step.Message message) {
        byte[] bytes = message.bytes();
        Side other = message.side().other();
        return switch (message.type()) {
            case WireFields.PEER_GPADL -> List.of(regions.get(other).get(
                    gpadls.get(other).get(WireFields.u32(bytes, 12))));
            case WireFields.PEER_OPEN -> {
                DoorbellPair pair = platform.doorbellPair();
                ends.add(keep(List.of(pair.second())).getFirst());
                yield keep(List.of(pair.first()));
            }
            case WireFields.OPEN_RESULT -> WireFields.u32(bytes, 16) == 0
                    ? List.of(ends.remove()) : List.of();
            default -> List.of();
        };
    }

    List<Handle> keep(List<Handle> handles) {
        kept.addAll(handles);
        return handles;
    }

    @Override
    public void close() {
        kept.forEach(Handle::close);
    }
}
