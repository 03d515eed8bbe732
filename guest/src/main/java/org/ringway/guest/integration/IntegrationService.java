// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.util.List;
import java.util.UUID;

/// One of the things a guest expects of its host.
interface IntegrationService {
    /// {@return a word for people}
    String name();

    /// {@return by what the guest's driver knows it}
    UUID interfaceId();

    /// {@return versions of its messages, the best first}
    List<Version> versions();

    /// Serves a guest until the pause says that it is over, or the channel ends with an exception.
    void serve(IntegrationChannel channel, Pause pause) throws InterruptedException;
}
