// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A program of somebody else's that knows what a file must look like.
///
/// @param exitCode 0 if it found nothing wrong
/// @param said on both outputs
record Tool(int exitCode, String said) {
    static Tool run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] said = process.getInputStream().readAllBytes();
        return new Tool(process.waitFor(), new String(said, StandardCharsets.UTF_8));
    }
}
