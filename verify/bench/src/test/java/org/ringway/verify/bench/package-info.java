// SPDX-License-Identifier: Apache-2.0

/// That the harness counts right, and that all transports of it work.
@NullMarked
package org.ringway.verify.bench;

import org.jspecify.annotations.NullMarked;
