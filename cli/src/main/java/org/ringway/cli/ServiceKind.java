// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.UUID;
import org.ringway.wire.Guid;

/// How people name a kind of service: by its UUID, or by the name that its UUID is made of.
public final class ServiceKind {
    private ServiceKind() {}

    /// {@return the interface id}
    ///
    /// @param text a UUID, or else a name
    public static Guid interfaceId(String text) {
        try {
            return Guid.of(UUID.fromString(text));
        } catch (IllegalArgumentException noUuid) {
            return Guid.ofName(text);
        }
    }
}
