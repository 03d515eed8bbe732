// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// Something the platform can pass from partition to partition: a region of shared memory or one
/// end of a doorbell, neither mapped nor in use.
///
/// On Linux a descriptor, inside one JVM a reference. A handle that came over a [ControlLink] is
/// foreign: nothing is known of it until [Platform#inspect] or [Platform#doorbell] has looked.
/// Sending a handle over a link does not close it here. Using a closed one is an
/// [IllegalStateException].
///
/// - **Thread:** any.
public interface Handle extends AutoCloseable {
    /// Lets go of the handle; a mapping or a doorbell made from it lives on. Idempotent.
    @Override
    void close();
}
