// SPDX-License-Identifier: Apache-2.0

/// How a kernel is put into memory and started: ACPI tables, the PVH entry, Linux's boot protocol,
/// CPUID.
@NullMarked
package org.ringway.guest.boot;

import org.jspecify.annotations.NullMarked;
