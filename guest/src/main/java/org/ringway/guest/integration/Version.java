// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

/// A version of the framework, or of the messages in it.
///
/// @param major 16 bits
/// @param minor 16 bits
record Version(int major, int minor) {
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
