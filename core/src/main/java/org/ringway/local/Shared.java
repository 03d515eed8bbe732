// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

/// What a handle can stand for.
sealed interface Shared permits LocalRegion, LocalDoorbell {
    /// {@return who keeps it alive}
    References references();
}
