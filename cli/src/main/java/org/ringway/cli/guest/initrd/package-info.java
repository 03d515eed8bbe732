// SPDX-License-Identifier: Apache-2.0

/// First file systems: of guests, and of the lab's emulated machine.
@NullMarked
package org.ringway.cli.guest.initrd;

import org.jspecify.annotations.NullMarked;
