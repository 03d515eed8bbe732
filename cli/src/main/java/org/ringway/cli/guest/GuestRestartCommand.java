// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import picocli.CommandLine.Command;

/// Says it to the driver in the guest's kernel, which begins at once and takes its time.
@Command(name = "restart", description = "Ask a guest to begin anew in good order.")
final class GuestRestartCommand extends GuestOrder {}
