// SPDX-License-Identifier: Apache-2.0

/// The seam to a hypervisor: a virtual machine whose memory is a region, its processors, and why
/// they stop. What is made of such a machine is not decided here.
@NullMarked
package org.ringway.hypervisor;

import org.jspecify.annotations.NullMarked;
