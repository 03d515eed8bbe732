// SPDX-License-Identifier: Apache-2.0

/// Plays a root, and the peer of a channel, against a child.
@NullMarked
package org.ringway.conformance.child;

import org.jspecify.annotations.NullMarked;
