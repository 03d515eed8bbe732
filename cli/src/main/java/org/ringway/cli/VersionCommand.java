// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says what is installed.
@Command(name = "version",
        description = "Show the version of Ringway, of the protocol and of the JDK.")
final class VersionCommand implements Callable<Integer> {
    /// Offered to the root first.
    static final String PROTOCOL = "5.3";

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, @Nullable Object> facts = Json.object(
                "version", BuildVersion.text(),
                "protocol", PROTOCOL,
                "jdk", Runtime.version().toString(),
                "vm", System.getProperty("java.vm.name"),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "arch", System.getProperty("os.arch"));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.text(facts));
        } else {
            out.println("ringway " + facts.get("version") + " (VMBus protocol " + PROTOCOL + ")");
            out.println("JDK " + facts.get("jdk") + ", " + facts.get("vm"));
            out.println(facts.get("os") + " " + facts.get("arch"));
        }
        return CommandLine.ExitCode.OK;
    }
}
