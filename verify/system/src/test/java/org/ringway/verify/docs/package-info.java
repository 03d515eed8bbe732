// SPDX-License-Identifier: Apache-2.0

/// The documents of this tree against the tree.
@NullMarked
package org.ringway.verify.docs;

import org.jspecify.annotations.NullMarked;
