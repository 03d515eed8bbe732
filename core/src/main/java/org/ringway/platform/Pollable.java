// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import org.ringway.hypervisor.GuestSignal;

/// Something a [Poller] of the same platform can watch.
public sealed interface Pollable
        permits ControlLink, ControlListener, Doorbell, GuestSignal {}
