// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// What a partition may do with a page.
public enum Access {
    /// Load only; the kernel refuses everything else.
    READ_ONLY,
    /// Load and store.
    READ_WRITE
}
