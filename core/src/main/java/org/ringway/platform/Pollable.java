// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

/// Something a [Poller] of the same platform can watch.
public sealed interface Pollable permits ControlLink, ControlListener, Doorbell {}
