// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

/// Stands for a handle that the shell holds.
///
/// @param value the shell's number for it, never used twice
public record HandleToken(long value) {}
