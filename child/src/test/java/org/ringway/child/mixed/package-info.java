// SPDX-License-Identifier: Apache-2.0

/// Versions of Ringway mixed on one host, held against recorded bytes of former versions.
@NullMarked
package org.ringway.child.mixed;

import org.jspecify.annotations.NullMarked;
