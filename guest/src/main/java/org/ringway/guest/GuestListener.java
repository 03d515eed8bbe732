// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

/// Hears what a guest says to people. Called on the guest's own threads, which wait meanwhile.
public interface GuestListener {
    /// The guest has written a byte to its console.
    ///
    /// @param value the byte
    void console(byte value);

    /// Something has happened that people should know.
    ///
    /// @param line what
    void note(String line);
}
