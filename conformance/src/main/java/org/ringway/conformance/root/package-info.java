// SPDX-License-Identifier: Apache-2.0

/// Plays clients against a root.
@NullMarked
package org.ringway.conformance.root;

import org.jspecify.annotations.NullMarked;
