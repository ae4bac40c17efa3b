#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tortures trainings for MINUTES (default 10): random INT, TERM and KILL in the middle of all models and of sweeps, two programs
# at once, other numbers of threads, a full disk, a jumping clock, the window killed on the same workspace. Every run is resumed to
# its end and compared with an undisturbed twin, byte for byte. Prints what was survived; exit code 1 if anything was not.
#
#   .ci/torture.sh [MINUTES] [FOLDER OF opal AND opal-studio]     (default: build/dev/bin; SEED=N repeats a course)
#
# A full disk needs the right to mount (root), a jumping clock the package faketime; without them those are left out and named.
set -u
minutes=${1:-10}
bin=$(realpath "${2:-$(dirname "$0")/../build/dev/bin}")
RANDOM=${SEED:=$$}
work=$(mktemp -d "${TMPDIR:-/tmp}/opal-torture.XXXXXX")
opal=$bin/opal
models="opal mind comirec-dr comirec-sa octopus dssrec re4"
settings=(--set steps_per_epoch=40 --set max_epochs=3 --set patience=3 --set batch_size=64 --set dim=8 --set interests=2)
kills=0 resumed=0 finished=0 sweeps=0 refused=0 full=0 clocks=0 windows=0 wrong=0
declare -A twin

cleanup() {
    mountpoint -q "$work/small" && umount "$work/small"
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fault() {
    wrong=$((wrong + 1))
    echo "FAULT (seed $SEED): $*" >&2
}

# field NAME < JSON: the first value of that name
field() { grep -o "\"$1\":\"[^\"]*\"" | head -1 | cut -d'"' -f4; }
state() { "$opal" --workspace "$1" --json runs show "$2" 2>/dev/null | field state; }
# What must not differ: the weights, the test numbers, every evaluation.
sum() {
    { sha256sum < "$1/runs/$2/final.safetensors"
      "$opal" --workspace "$1" --json runs show "$2" | grep -o '"evaluations":.*' | sed 's/"seconds":[^,}]*//g'
    } | sha256sum
}
nap() { sleep "$((RANDOM % ${1:-3})).$((RANDOM % 1000))"; }

# strike PID [SIGNAL...]: kills it in one of the three ways, waits for its end
strike() {
    local pid=$1 signals=(INT TERM KILL)
    shift
    [ $# -gt 0 ] && signals=("$@")
    kill -"${signals[RANDOM % ${#signals[@]}]}" "$pid" 2>/dev/null && kills=$((kills + 1))
    wait "$pid" 2>/dev/null
}

# bring WORKSPACE RUN [OPTION...]: resumes to the end, struck on the way
bring() {
    local space=$1 run=$2 tries=0
    shift 2
    while [ "$(state "$space" "$run")" != finished ]; do
        local now
        now=$(state "$space" "$run")
        case $now in interrupted | paused) ;; *) fault "$run is '$now' after a kill"; return 1 ;; esac
        tries=$((tries + 1))
        if [ $tries -gt 20 ]; then fault "$run does not end"; return 1; fi
        "$opal" --workspace "$space" --json "$@" resume "$run" > "$work/log" 2>&1 &
        local pid=$!
        resumed=$((resumed + 1))
        if [ $((RANDOM % 4)) = 0 ]; then # a second program wants it, too; one of the two gets it
            if "$opal" --workspace "$space" --json "$@" resume "$run" > "$work/second" 2>&1; then
                grep -q '"event":"finished"' "$work/log" && fault "two programs trained $run"
            else
                refused=$((refused + 1))
            fi
        fi
        if [ $tries -lt 4 ] && [ $((RANDOM % 3)) != 0 ]; then nap; strike $pid; else wait $pid; fi
    done
    finished=$((finished + 1))
}

compare() {
    [ "$(sum "$1" "$2")" = "${twin[$3]}" ] || fault "$2 ($3) differs from its undisturbed twin"
}

begin() { # begin WORKSPACE MODEL [OPTION...]: starts a training, strikes it, names its run in $run
    local space=$1 model=$2
    shift 2
    : > "$work/begin"
    "$@" "$opal" --workspace "$space" --threads 1 --json train --dataset "$work/toy.opaldata" --model "$model" --seed 5 "${settings[@]}" \
        > "$work/begin" 2> "$work/errors" &
    local pid=$!
    nap 4
    strike $pid
    run=$(field run < "$work/begin")
}

one_model() {
    local model=$1 run
    begin "$work/space" "$model" env
    [ -z "$run" ] && return # struck before there was a run
    bring "$work/space" "$run" && compare "$work/space" "$run" "$model"
}

# OPAL's kernels do not depend on the number of threads.
other_threads() {
    local run
    begin "$work/space" opal env
    [ -z "$run" ] && return
    bring "$work/space" "$run" --threads $((1 + RANDOM % 2)) && compare "$work/space" "$run" opal
}

one_sweep() {
    local id space=$work/sweep-$RANDOM
    local command=(--threads 1 --json sweep --dataset "$work/toy.opaldata" --axis interests=1,2 --models opal,mind "${settings[@]}")
    for _ in 1 2 3; do
        "$opal" --workspace "$space" "${command[@]}" > "$work/log" 2>&1 &
        local pid=$!
        nap 5
        strike $pid
    done
    if ! "$opal" --workspace "$space" "${command[@]}" > "$work/log" 2>&1; then fault "a sweep does not go on: $(tail -1 "$work/log")"; fi
    local runs
    runs=$("$opal" --workspace "$space" --json runs list)
    [ "$(grep -o '"state":"finished"' <<< "$runs" | wc -l)" = 4 ] || fault "a sweep of 4 points has other runs: $runs"
    grep -q '"state":"\(running\|failed\)"' <<< "$runs" && fault "a sweep left runs that are running or failed"
    sweeps=$((sweeps + 1))
    rm -rf "$space"
}

full_disk() {
    [ -d "$work/small" ] || return
    local run space=$work/small/space$RANDOM
    begin "$space" opal env
    [ -z "$run" ] && return
    head -c 64M /dev/zero > "$work/small/ballast" 2>/dev/null
    "$opal" --workspace "$space" --threads 1 resume "$run" > "$work/log" 2>&1
    rm -f "$work/small/ballast"
    case $(state "$space" "$run") in
    failed) "$opal" --workspace "$space" --threads 1 resume "$run" > "$work/log" 2>&1 ;; # a failed run may be resumed
    esac
    bring "$space" "$run" --threads 1 && compare "$space" "$run" opal && full=$((full + 1))
    rm -rf "$space"
}

clock_jump() {
    command -v faketime > /dev/null || return
    local run jumps=(-2d +3h -40y +9y)
    begin "$work/space" mind faketime -f "${jumps[RANDOM % 4]}"
    [ -z "$run" ] && return
    bring "$work/space" "$run" && compare "$work/space" "$run" mind && clocks=$((clocks + 1))
}

window() {
    [ -x "$bin/opal-studio" ] || return
    QT_QPA_PLATFORM=offscreen "$bin/opal-studio" --workspace "$work/space" > "$work/window" 2>&1 &
    local pid=$!
    one_model opal
    nap
    strike $pid TERM KILL # a shell's background programs ignore INT unless they ask for it, as opal does
    "$opal" --workspace "$work/space" --json runs list > "$work/log" 2>&1 || fault "the workspace of a killed window: $(tail -1 "$work/log")"
    windows=$((windows + 1))
}

"$opal" --workspace "$work/space" synth --out "$work/toy.opaldata" --users 200 --items 200 --interactions 8000 --days 8 --topics 4 \
    > /dev/null || exit 1
echo "torture for $minutes min, seed $SEED, $opal"
for model in $models; do
    run=$("$opal" --workspace "$work/twin" --threads 1 --json train --dataset "$work/toy.opaldata" --model "$model" --seed 5 \
        "${settings[@]}" 2>/dev/null | tail -1 | field run)
    [ -z "$run" ] && { echo "$model cannot be trained at all" >&2; exit 1; }
    twin[$model]=$(sum "$work/twin" "$run")
done
mkdir "$work/small" && mount -t tmpfs -o size=24M none "$work/small" 2>/dev/null || { rmdir "$work/small"; echo "no full disk: mounting is not permitted"; }
command -v faketime > /dev/null || echo "no jumping clock: faketime is not installed"
[ -x "$bin/opal-studio" ] || echo "no window: opal-studio is not built"

end=$(($(date +%s) + minutes * 60))
while [ "$(date +%s)" -lt $end ]; do
    for model in $models; do one_model "$model"; done
    other_threads
    one_sweep
    full_disk
    clock_jump
    window
done
# Where a run ended there is nothing but its weights.
left=$(find "$work/space/runs" -name final.safetensors -execdir find . -name '*.tmp' -o -name owner.lock \; | wc -l)
[ "$left" = 0 ] || fault "$left temporary files or locks are left behind"
echo "$kills kills, $resumed times resumed, $finished runs brought to their end, $sweeps sweeps, $refused second programs refused,"
echo "$full full disks, $clocks clock jumps, $windows windows killed: $wrong faults"
[ "$wrong" = 0 ]
