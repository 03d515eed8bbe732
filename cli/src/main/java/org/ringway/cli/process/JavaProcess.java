// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.ringway.cli.Main;

/// Starts this program once more, as it was started itself: same JDK, same jars, same flags.
public final class JavaProcess {
    private JavaProcess() {}

    /// Starts a command of `ringway`. It inherits standard error; its input and output are pipes.
    ///
    /// @param flags for the JVM, beside those of this one
    /// @param arguments the command and its options
    /// @return the process
    /// @throws IOException if there is no starting it
    public static Process start(List<String> flags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command()
                .orElseGet(() -> System.getProperty("java.home") + "/bin/java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        String modules = System.getProperty("jdk.module.path");
        if (modules != null && Main.class.getModule().isNamed()) {
            command.addAll(List.of("-p", modules, "-m",
                    Main.class.getModule().getName() + "/" + Main.class.getName()));
        } else {
            command.addAll(List.of(
                    "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        }
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
