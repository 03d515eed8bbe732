// SPDX-License-Identifier: Apache-2.0

/// What a root allows, and how much of it: plain values that the machines ask.
@NullMarked
package org.ringway.root.policy;

import org.jspecify.annotations.NullMarked;
