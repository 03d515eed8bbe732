// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

/// What the instruction CPUID answers.
///
/// @param function what EAX asks for
/// @param index what ECX asks for, if [#flags] says that it counts
/// @param flags as the hypervisor lays them down
/// @param eax answer
/// @param ebx answer
/// @param ecx answer
/// @param edx answer
public record CpuidLeaf(int function, int index, int flags, int eax, int ebx, int ecx, int edx) {
    /// {@return this leaf with another answer}
    ///
    /// @param a in EAX
    /// @param b in EBX
    /// @param c in ECX
    /// @param d in EDX
    // Four registers are what the instruction has.
    public CpuidLeaf answering(int a, int b, int c, int d) {
        return new CpuidLeaf(function, index, flags, a, b, c, d);
    }
}
