// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import org.ringway.protocol.ToChild;

/// Hears what a root says to the machine, and not to the guest. Called on the bus thread.
interface RootListener {
    /// A private message has come.
    void heard(ToChild message);

    /// The link has ended.
    void lost();
}
