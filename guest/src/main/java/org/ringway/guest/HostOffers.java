// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Guid;
import org.ringway.wire.PartitionId;

/// By what a guest's machine knows the offers of the partition beside it: by their interfaces and
/// instances, while they stand. The instances are random, made here, and told to nobody before the
/// root has them; afterwards a list shows them to others, and under another interface, or once they
/// are withdrawn, others may offer the same.
///
/// - **Thread:** any.
final class HostOffers {
    private record Standing(Guid interfaceId, Guid instance) {}

    private final Set<Standing> offers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable PartitionId partition;
    private volatile Object bond = new Object();

    /// {@return an instance for one more offer}
    Guid instance(Guid interfaceId) {
        Guid instance = Guid.of(UUID.randomUUID());
        offers.add(new Standing(interfaceId, instance));
        return instance;
    }

    boolean has(Guid interfaceId, Guid instance) {
        return offers.contains(new Standing(interfaceId, instance));
    }

    /// One is about to be withdrawn, or was refused.
    void forget(Guid interfaceId, Guid instance) {
        offers.remove(new Standing(interfaceId, instance));
    }

    /// A root has given the partition a number, and knows none of its former offers.
    void begin(PartitionId number) {
        forgetAll(number);
    }

    /// The root that knows the guest has gone: its numbers mean nothing any more, and another root
    /// gives them to others.
    void lost() {
        forgetAll(null);
    }

    private void forgetAll(@Nullable PartitionId number) {
        offers.clear();
        partition = number;
        bond = new Object();
    }

    /// {@return the number, or null if there is none}
    @Nullable PartitionId partition() {
        return partition;
    }

    /// {@return what stays the same as long as numbers mean what they mean now}
    Object bond() {
        return bond;
    }

    boolean holds(Object formerBond) {
        return bond == formerBond;
    }
}
