#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# makedoor.sh NM ENGINE OUT ARCHIVE-OR-OBJECT...: writes the C++ file OUT with one entry for each function of the archive ENGINE
# that the others call and do not have themselves. An entry jumps to where its slot points: at first to the loading of the library
# that is made of the engine (door.cpp), which fills all slots.
set -eu
export LC_ALL=C
nm=$1 engine=$2 out=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$nm" --defined-only -g "$engine" 2> /dev/null | awk 'NF == 3 { print $3, $2 }' | sort -u > "$work/engine"
"$nm" --defined-only -g "$@" 2> /dev/null | awk 'NF == 3 { print $3 }' | sort -u > "$work/own"
"$nm" -u "$@" 2> /dev/null | awk 'NF == 2 { print $2 }' | sort -u > "$work/called"
comm -23 "$work/called" "$work/own" | join - "$work/engine" > "$work/needed"
if grep -v ' [TW]$' "$work/needed" >&2; then
    echo "these are data of the engine, which cannot be reached before it is loaded: make them functions" >&2
    exit 1
fi
{
    echo '// Made by app/door/makedoor.sh.'
    echo 'extern "C" {'
    echo 'extern const char* const opalEngineNames[];'
    echo 'const char* const opalEngineNames[] = {'
    awk '{ print "    \"" $1 "\"," }' "$work/needed"
    echo '    nullptr'
    echo '};'
    echo '}'
    echo 'asm(R"('
    awk '
        { name[NR] = $1 }
        END {
            print ".text"
            for (i = 1; i <= NR; ++i) {
                printf ".globl %s\n.hidden %s\n.type %s, @function\n.p2align 4\n%s:\n", name[i], name[i], name[i], name[i]
                printf "    endbr64\n    jmp *opalEngineSlots+%d(%%rip)\n.size %s, .-%s\n", 8 * (i - 1), name[i], name[i]
                printf "opalEngineFirst%d:\n    endbr64\n    call opalEngineEnter\n    jmp *opalEngineSlots+%d(%%rip)\n", i, 8 * (i - 1)
            }
            # Every register that may carry an argument survives the loading.
            print "opalEngineEnter:"
            count = split("rax rdi rsi rdx rcx r8 r9 r10 r11", kept, " ")
            for (i = 1; i <= count; ++i) print "    push %" kept[i]
            print "    sub $136, %rsp"
            for (i = 0; i < 8; ++i) printf "    movups %%xmm%d, %d(%%rsp)\n", i, 16 * i
            print "    call opalLoadEngine"
            for (i = 0; i < 8; ++i) printf "    movups %d(%%rsp), %%xmm%d\n", 16 * i, i
            print "    add $136, %rsp"
            for (i = count; i >= 1; --i) print "    pop %" kept[i]
            print "    ret"
            print ".data\n.p2align 3\n.globl opalEngineSlots\n.hidden opalEngineSlots\nopalEngineSlots:"
            for (i = 1; i <= NR; ++i) print "    .quad opalEngineFirst" i
            print ".text"
        }' "$work/needed"
    echo ')");'
} > "$out"
