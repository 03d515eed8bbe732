// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

/// How a guest and its root stand to each other.
enum Bond {
    /// The guest has not said anything yet, or has left.
    NONE,
    /// The root hears the guest, and the guest the root.
    JOINED,
    /// The root has gone. Open channels go on; requests are answered in its place.
    ALONE,
    /// Another root is there. The guest is to give back every offer of the last one.
    PARTING
}
