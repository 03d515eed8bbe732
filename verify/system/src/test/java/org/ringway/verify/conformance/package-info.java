// SPDX-License-Identifier: Apache-2.0

/// What `ringway conformance` says of ours, and of what is broken on purpose.
@NullMarked
package org.ringway.verify.conformance;

import org.jspecify.annotations.NullMarked;
