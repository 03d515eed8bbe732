// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.memory.TransferSetId;
import org.ringway.memory.TransferSetPart;

/// The transfer-page sets of a channel. A number names one set, whichever side it belongs to.
///
/// - **Thread:** any. **Blocking:** never.
final class SetTable {
    /// Of all sets together, when the other side announces one more.
    static final int MAX_ANNOUNCED_PARTS = 1_024;

    private final GrantViews views;
    private final Map<TransferSetId, TransferSet> sets = new HashMap<>();

    SetTable(GrantViews views) {
        this.views = views;
    }

    synchronized @Nullable TransferSet find(TransferSetId id) {
        return sets.get(id);
    }

    /// A set of this side's own pages, which stay leased until the set is removed.
    synchronized void bind(TransferSetId id, SharedBuffer buffer) {
        TransferSet set = new TransferSet(id, true);
        requireFree(id);
        addTo(set, new OwnPages(buffer));
        if (!buffer.tryLend()) {
            throw new IllegalStateException("the buffer is closed and cannot be lent");
        }
        sets.put(id, set);
    }

    /// A set of pages that the other side has granted.
    synchronized void bind(TransferSetId id, List<GpadlId> gpadls) {
        TransferSet set = new TransferSet(id, false);
        requireFree(id);
        gpadls.forEach(gpadl -> addTo(set, views.find(gpadl)));
        sets.put(id, set);
    }

    /// The other side has been told of a set.
    synchronized void announced(TransferSetId id) {
        TransferSet set = sets.get(id);
        if (set != null) {
            set.setAnnounced();
        }
    }

    synchronized TransferPool openPool(
            TransferSetId id, Function<TransferSet, TransferPool> opening) {
        TransferSet set = get(id);
        if (set.pool() != null) {
            throw new IllegalStateException("transfer set has had a pool: set=" + id.value());
        }
        TransferPool pool = opening.apply(set);
        set.setPool(pool);
        return pool;
    }

    private TransferSet get(TransferSetId id) {
        TransferSet set = sets.get(id);
        if (set == null) {
            throw new IllegalArgumentException("no such transfer set: set=" + id.value());
        }
        return set;
    }

    private void requireFree(TransferSetId id) {
        if (sets.containsKey(id)) {
            throw new IllegalArgumentException("transfer set is in use: set=" + id.value());
        }
    }

    private static void addTo(TransferSet set, Pages pages) {
        if (!set.tryAdd(pages)) {
            throw new IllegalArgumentException("transfer set is too large: set=" + set.id().value()
                    + " max=" + TransferSet.MAX_BYTES);
        }
    }

    /// The other side has announced a part.
    synchronized void added(TransferSetPart part) {
        TransferSet set = sets.computeIfAbsent(part.set(), id -> new TransferSet(id, false));
        if (set.isOwn()) {
            throw new ProtocolException("announced transfer set is in use: set="
                    + part.set().value());
        }
        if (parts() == MAX_ANNOUNCED_PARTS || !set.tryAdd(views.find(part.gpadl()))) {
            throw new ProtocolException("announced transfer sets are too large: set="
                    + part.set().value() + " setBytes=" + set.byteSize() + " parts=" + parts());
        }
    }

    private int parts() {
        return sets.values().stream().mapToInt(set -> set.parts().size()).sum();
    }

    /// The other side has removed a set.
    synchronized void removed(TransferSetPart part) {
        TransferSet set = sets.get(part.set());
        if (set == null || set.isOwn()) {
            throw new ProtocolException("removed transfer set was never announced: set="
                    + part.set().value());
        }
        unbind(part.set());
    }

    /// @return the set, of which packets that came before can still be opened
    synchronized TransferSet unbind(TransferSetId id) {
        TransferSet set = get(id);
        sets.remove(id);
        TransferPool pool = set.pool();
        if (pool != null) {
            pool.close();
        }
        if (set.isOwn()) {
            set.parts().forEach(part -> part.pages().endLease());
        }
        return set;
    }

    synchronized void unbindAll() {
        List.copyOf(sets.keySet()).forEach(this::unbind);
    }
}
