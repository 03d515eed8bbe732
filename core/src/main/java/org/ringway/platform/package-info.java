// SPDX-License-Identifier: Apache-2.0

/// The seam between Ringway and an operating system: shared memory, doorbells, control links.
///
/// Interfaces and values only. A [Platform] is found as a service; `org.ringway.local` is one
/// inside a JVM, `org.ringway.platform.linux` one between processes. Every implementation passes
/// the same conformance suite. Nothing here knows what travels through a link or lies in a page.
@NullMarked
package org.ringway.platform;

import org.jspecify.annotations.NullMarked;
