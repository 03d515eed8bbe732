// SPDX-License-Identifier: Apache-2.0

/// The few devices that a kernel cannot do without: a serial port, a clock, power.
@NullMarked
package org.ringway.guest.device;

import org.jspecify.annotations.NullMarked;
