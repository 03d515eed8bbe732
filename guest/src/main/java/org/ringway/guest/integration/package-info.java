// SPDX-License-Identifier: Apache-2.0

/// What every guest expects of its host: heartbeat, time, orderly shutdown, key-value pairs. Each
/// is an offer of a partition of ours to the guest alone.
@NullMarked
package org.ringway.guest.integration;

import org.jspecify.annotations.NullMarked;
