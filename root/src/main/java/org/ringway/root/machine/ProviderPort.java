// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.wire.RelId;

/// A provider's id of one channel; as old as the channel, free again when the provider says so.
final class ProviderPort extends Port {
    ProviderPort(Partition partition, RelId relId) {
        super(partition, relId);
    }
}
