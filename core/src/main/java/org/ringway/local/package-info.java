// SPDX-License-Identifier: Apache-2.0

/// A platform inside one JVM: partitions are objects, pages are native memory, a link is a queue.
///
/// For tests of programs that use Ringway, and for simulation: no native call, no thread, no file.
@NullMarked
package org.ringway.local;

import org.jspecify.annotations.NullMarked;
