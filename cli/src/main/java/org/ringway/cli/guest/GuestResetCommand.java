// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import picocli.CommandLine.Command;

/// The kernel is not asked: what it has not written is lost.
@Command(name = "reset", description = "Have a guest begin anew at once, as a button would.")
final class GuestResetCommand extends GuestOrder {}
