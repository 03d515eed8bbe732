// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.ringway.PlatformException;

/// The one door to the kernel: nothing else in Ringway makes a native call or turns an address into
/// memory.
///
/// All calls pass through `syscall(2)` of the C library. Answers are the kernel's own: a result, or
/// a negative error number. Pointers are plain addresses; whoever passes one keeps its arena open.
// Restricted methods are what this class is for.
@SuppressWarnings("restricted")
final class Libc {
    private static final int MOST_ARGUMENTS = 6;
    private static final Machine MACHINE = Machine.here();
    private static final MethodHandle SYSCALL = bind(Linker.Option.captureCallState("errno"));
    private static final MethodHandle SYSCALL_WITHOUT_ERRNO = bind();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = MethodHandles.insertCoordinates(
            STATE.varHandle(PathElement.groupElement("errno")), 1, 0L);

    private Libc() {}

    private static MethodHandle bind(Linker.Option... options) {
        var shape = new MemoryLayout[1 + MOST_ARGUMENTS];
        Arrays.fill(shape, JAVA_LONG);
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.firstVariadicArg(1);
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, shape), all);
    }

    /// {@return room for the error number of one call at a time}
    static MemorySegment allocateState(Arena arena) {
        return arena.allocate(STATE);
    }

    /// Makes a call without allocating.
    ///
    /// @param state made by [#allocateState], used by nobody else meanwhile
    /// @return the result, or the negative error number
    static long call(MemorySegment state, SystemCall call, long a, long b, long c, long d, long e,
            long f) {
        try {
            long result = (long) SYSCALL.invokeExact(state, call.number(MACHINE), a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(state) : result;
        } catch (Throwable broken) {
            throw impossible(broken);
        }
    }

    /// Makes a call whose failure does not matter, without allocating, from any thread.
    static void callAnyway(SystemCall call, long a, long b, long c, long d) {
        try {
            long _ = (long) SYSCALL_WITHOUT_ERRNO.invokeExact(
                    call.number(MACHINE), a, b, c, d, 0L, 0L);
        } catch (Throwable broken) {
            throw impossible(broken);
        }
    }

    /// Makes a call, again and again while signals interrupt it.
    ///
    /// @return the result, or the negative error number
    static long call(SystemCall call, long... arguments) {
        long[] all = Arrays.copyOf(arguments, MOST_ARGUMENTS);
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = allocateState(arena);
            long result;
            do {
                result = call(state, call, all[0], all[1], all[2], all[3], all[4], all[5]);
            } while (result == -Errno.EINTR);
            return result;
        }
    }

    /// Makes a call that has to succeed.
    ///
    /// @return the result, never negative
    /// @throws PlatformException naming the call and the error number
    static long must(SystemCall call, long... arguments) {
        return check(call, call(call, arguments));
    }

    static long check(SystemCall call, long result) {
        if (result < 0) {
            throw new PlatformException(call + " failed: " + Errno.describe(-result));
        }
        return result;
    }

    /// Makes mapped pages accessible.
    ///
    /// @param unmap given the address when the arena closes
    static MemorySegment memory(long address, long bytes, Arena arena, LongConsumer unmap) {
        return MemorySegment.ofAddress(address)
                .reinterpret(bytes, arena, gone -> unmap.accept(gone.address()));
    }

    /// {@return a part of a segment that dies with another scope}
    static MemorySegment rescope(MemorySegment part, Arena scope) {
        return part.reinterpret(scope, null);
    }

    private static AssertionError impossible(Throwable broken) {
        return new AssertionError("syscall cannot be linked: " + broken, broken);
    }
}
