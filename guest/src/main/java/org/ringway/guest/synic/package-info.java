// SPDX-License-Identifier: Apache-2.0

/// The synthetic interrupt controller as the host sees it: message slots and event flags.
@NullMarked
package org.ringway.guest.synic;

import org.jspecify.annotations.NullMarked;
