// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.programs;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Tests of one kind that mostly wait for programs, two of them at a time.
public final class TwoAtATime {
    /// What is tried of one case.
    ///
    /// @param <T> what a case is
    @FunctionalInterface
    public interface Check<T> {
        /// Fails as tests do.
        void of(T each) throws Exception;
    }

    private TwoAtATime() {}

    /// Begins all; each of the tests waits for its own.
    ///
    /// @param <T> what a case is
    /// @param cases independent of each other, and each ends by itself
    /// @param name of a case
    /// @param check runs on a thread of its own
    /// @return the tests, in the order of the cases
    public static <T> Stream<DynamicTest> tests(
            List<T> cases, Function<T, String> name, Check<T> check) {
        ExecutorService threads =
                Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
        List<DynamicTest> tests = cases.stream().map(each -> {
            Future<?> outcome = threads.submit(() -> {
                check.of(each);
                return null;
            });
            return DynamicTest.dynamicTest(name.apply(each), () -> await(outcome));
        }).toList();
        threads.shutdown();
        return tests.stream();
    }

    private static void await(Future<?> outcome) throws Throwable {
        try {
            outcome.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
