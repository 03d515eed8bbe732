// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import java.io.IOException;
import org.ringway.child.ChildPartition;

/// Where a factory gets its partition from, when it needs it.
@FunctionalInterface
interface PartitionSource {
    ChildPartition get() throws IOException;
}
