// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

/// A message that only the root may send.
public sealed interface ToChild extends ControlMessage permits StandardToChild, RingwayToChild {}
