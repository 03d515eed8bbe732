// SPDX-License-Identifier: Apache-2.0

/// Everything a root decides, without doing any of it.
///
/// [RootMachine] takes an [Event] and answers with the [Effect]s it wants. One machine per subject
/// works on the [Bus], the state they share. No class here has a socket, thread, clock or log;
/// handles are opaque tokens.
///
/// A request that cannot be served is answered with a status ([Refusal]). A message that breaks a
/// rule, where no message that crossed it could be the reason, ends the link it came on
/// ([org.ringway.ProtocolException]). Both check before they change anything.
@NullMarked
package org.ringway.root.machine;

import org.jspecify.annotations.NullMarked;
