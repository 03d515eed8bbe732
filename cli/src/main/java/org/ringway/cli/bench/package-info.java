// SPDX-License-Identifier: Apache-2.0

/// `ringway bench`: what each way to carry messages costs on this host, side by side.
///
/// For each transport there are two processes, [PartyCommand], connected and warm; [Contest] lets
/// them work in turns, one round each, so that a slow minute of the machine is slow for all.
@NullMarked
package org.ringway.cli.bench;

import org.jspecify.annotations.NullMarked;
