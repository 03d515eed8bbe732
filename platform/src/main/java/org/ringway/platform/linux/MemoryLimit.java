// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

/// Something that bounds how much memory may still be taken.
///
/// @param name the file that says so
/// @param availableBytes how much is left below the bound; never negative
record MemoryLimit(String name, long availableBytes) {}
