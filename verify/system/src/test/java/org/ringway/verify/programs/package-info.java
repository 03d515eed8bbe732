// SPDX-License-Identifier: Apache-2.0

/// Programs that know nothing of the bus, used over it as their users would: a database and its
/// driver, a cache, web servers and clients, as Debian ships them.
@NullMarked
package org.ringway.verify.programs;

import org.jspecify.annotations.NullMarked;
