// SPDX-License-Identifier: Apache-2.0

/// Guests on a host without virtualization: an emulated machine whose own KVM runs them.
@NullMarked
package org.ringway.cli.guest.lab;

import org.jspecify.annotations.NullMarked;
