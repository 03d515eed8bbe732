// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

/// A message that only a child may send.
public sealed interface ToRoot extends ControlMessage permits StandardToRoot, RingwayToRoot {}
