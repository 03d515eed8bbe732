// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.platform.Handle;

/// Memory of this partition that can be granted. The machine closes the handle once the region is
/// retired.
///
/// @param firstPfn number of its first page; no other region ever has it
/// @param pages its size
/// @param readOnly whether it is sealed against writing
/// @param handle what is handed to the root
public record OwnRegion(long firstPfn, int pages, boolean readOnly, Handle handle) {}
