// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

/// Something that a guest should be able to do.
interface Scenario {
    /// Tries it.
    ///
    /// @return what was seen, for people
    /// @throws Exception if it does not work
    String run() throws Exception;
}
