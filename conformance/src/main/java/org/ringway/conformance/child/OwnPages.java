// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.child;

import org.ringway.platform.Handle;

/// A region that the child has announced.
///
/// @param region as it came
/// @param pages how many it said there are
/// @param readOnly whether it said that they are sealed
record OwnPages(Handle region, int pages, boolean readOnly) {}
