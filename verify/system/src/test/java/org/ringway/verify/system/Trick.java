// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

/// One kind of malice; an enum constant, so that a process can be told which.
interface Trick {
    /// Plays it.
    ///
    /// @param stage where to find the root, and whom to tell
    void play(Stage stage) throws Exception;
}
