// SPDX-License-Identifier: Apache-2.0

/// The live state of things as a tree, for people and programs that look on from outside.
///
/// An object describes itself as an [org.ringway.inspect.InspectTree] without stopping anybody:
/// numbers are read one by one while others change them, so they need not fit together exactly.
@NullMarked
package org.ringway.inspect;

import org.jspecify.annotations.NullMarked;
