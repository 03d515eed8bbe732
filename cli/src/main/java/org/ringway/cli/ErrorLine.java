// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.List;
import org.ringway.BusException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns every failure into one line on standard error and an exit code; with `--json` also into
/// the one object that standard output owes.
final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Output output;

    ErrorLine(Output output) {
        this.output = output;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String next = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        say(failure, text(failure) + ": " + next, command, List.of(arguments));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        say(failure, text(failure), command, parsed.originalArgs());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String text(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> meant = unmatched.getSuggestions();
            return "unknown argument: '" + unmatched.getUnmatched().getFirst() + "'"
                    + (meant.isEmpty() ? "" : ", perhaps " + String.join(" or ", meant));
        }
        return failure.getMessage();
    }

    /// Only our own exceptions promise a text that stands alone.
    private static String text(Exception failure) {
        return failure instanceof CommandFailure || failure instanceof BusException
                ? failure.getMessage()
                : failure + ": run again with --verbose to see where it comes from";
    }

    private void say(Exception failure, String text, CommandLine command, List<String> arguments) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        command.getErr().println("ringway: " + line);
        if (arguments.contains("--verbose") || "1".equals(System.getenv("RINGWAY_DEBUG"))) {
            failure.printStackTrace(command.getErr());
        }
        if (arguments.contains("--json") && !output.used()) {
            command.getOut().println(Json.text(Json.object("error", line)));
        }
    }
}
