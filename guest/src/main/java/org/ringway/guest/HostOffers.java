// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Guid;
import org.ringway.wire.PartitionId;

/// By what a guest's machine knows the offers of the partition beside it: by their instances, which
/// are random, made here, and told to nobody before the root has them.
///
/// - **Thread:** any.
final class HostOffers {
    private final Set<Guid> instances = ConcurrentHashMap.newKeySet();
    private volatile @Nullable PartitionId partition;

    /// {@return an instance for one more offer}
    Guid instance() {
        Guid instance = Guid.of(UUID.randomUUID());
        instances.add(instance);
        return instance;
    }

    boolean has(Guid instance) {
        return instances.contains(instance);
    }

    /// A root has given the partition a number, and knows none of its former offers.
    void begin(PartitionId number) {
        instances.clear();
        partition = number;
    }

    /// {@return the number, or null if there is none yet}
    @Nullable PartitionId partition() {
        return partition;
    }
}
