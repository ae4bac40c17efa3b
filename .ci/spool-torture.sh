#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tortures the folder through which workers on other machines give back the points of a sweep, for MINUTES (default 10):
# workers struck, stopped and started twice, a full disk, files that are late, renamed, cut, damaged or in the wrong folder,
# jumping clocks, results delivered twice. Every point must end as one run, byte for byte that of an undisturbed sweep.
# Prints what was survived; exit code 1 if anything was not.
#
#   .ci/spool-torture.sh [MINUTES] [FOLDER OF opal]     (default: build/dev/bin; SEED=N repeats a course)
#
# A full disk needs the right to mount (root), a jumping clock the package faketime; without them those are left out and named.
set -u
minutes=${1:-10}
bin=$(realpath "${2:-$(dirname "$0")/../build/dev/bin}")
RANDOM=${SEED:=$$}
work=$(mktemp -d "${TMPDIR:-/tmp}/opal-spool.XXXXXX")
opal=$bin/opal
points=4
sweep=(--models opal,mind --axis interests=1,2 --set steps_per_epoch=60 --set max_epochs=3 --set patience=3 --set batch_size=64 --set dim=8)
wrong=0 rounds=0
declare -A survived=()
disk=0

cleanup() {
    kill $(jobs -p) 2> /dev/null
    wait
    [ $disk = 1 ] && umount "$work/disk"
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fault() {
    wrong=$((wrong + 1))
    echo "FAULT (seed $SEED, round $rounds): $*" >&2
}
count() { survived[$1]=$((${survived[$1]:-0} + 1)); }
nap() { sleep "$((RANDOM % ${1:-2})).$((RANDOM % 1000))"; }

# A queue that takes everything and does nothing: this script starts the workers.
mkdir "$work/queue"
printf '#!/bin/sh\necho 1\n' > "$work/queue/sbatch"
printf '#!/bin/sh\n' | tee "$work/queue/squeue" > "$work/queue/scancel"
printf '#!/bin/sh\necho "MaxArraySize = 1001"\n' > "$work/queue/scontrol"
chmod +x "$work"/queue/*
PATH=$work/queue:$PATH

# weights WORKSPACE: label and hash of each finished point
weights() {
    "$opal" --workspace "$1" --json sweep status 2> /dev/null | grep -o '"label":"[^"]*","state":"finished","run":"[^"]*"' \
        | sed 's/"label":"//; s/","state":"finished","run":"/|/; s/"$//' | while IFS='|' read -r label run; do
        echo "$label $(sha256sum < "$1/runs/$run/final.safetensors")"
    done
}
submit() {
    "$opal" --workspace "$space" --json sweep submit --on slurm --dataset "$work/toy.opaldata" "${sweep[@]}" --folder "$spool" \
        > "$work/submit" 2>&1
}

clock() { # sometimes a jumping one
    local jumps=(-2d +3h -40y +9y)
    if command -v faketime > /dev/null && [ $((RANDOM % 4)) = 0 ]; then
        echo "faketime -f ${jumps[RANDOM % 4]}"
    fi
}
worker() { # worker POINT: in the background
    local options=(--threads 1)
    [ $((RANDOM % 2)) = 0 ] && options+=(--wait)
    local with
    with=$(clock)
    [ -n "$with" ] && count "clock jumps"
    TMPDIR=$work/local exec $with "$opal" sweep work "$spool/plan.json" --point "$1" "${options[@]}" > "$work/worker-$1-$RANDOM" 2>&1 &
}
# A file of a point, whichever there is at the moment.
any_file() { find "$spool/points" -type f ${1:+-name "$1"} 2> /dev/null | shuf -n 1 --random-source=<(yes "$RANDOM"); }

strike() {
    local signals=(INT TERM KILL) pids
    pids=($(jobs -p))
    [ ${#pids[@]} -gt 0 ] || return
    kill -"${signals[RANDOM % 3]}" "${pids[RANDOM % ${#pids[@]}]}" 2> /dev/null && count "workers struck"
}
freeze() {
    local pids pid
    pids=($(jobs -p))
    [ ${#pids[@]} -gt 0 ] || return
    pid=${pids[RANDOM % ${#pids[@]}]}
    kill -STOP "$pid" 2> /dev/null && count "workers frozen"
    nap 3
    kill -CONT "$pid" 2> /dev/null
}
fill() {
    [ $disk = 1 ] || return
    head -c 64M /dev/zero > "$work/disk/ballast" 2> /dev/null
    count "full disks"
    nap 4
    rm -f "$work/disk/ballast"
}
late() { # a result, or whatever, that is seen later
    local file
    file=$(any_file)
    [ -n "$file" ] && mv "$file" "$work/disk/late" 2> /dev/null || return
    nap 3
    mkdir -p "$(dirname "$file")" && mv -n "$work/disk/late" "$file" 2> /dev/null && count "late files"
}
rename() {
    local file
    file=$(any_file)
    [ -n "$file" ] && mv "$file" "$file.moved" 2> /dev/null && count "renamed files"
}
cut() {
    local file
    file=$(any_file)
    [ -n "$file" ] && truncate -s "$((RANDOM % 5000))" "$file" 2> /dev/null && count "cut files"
}
damage() {
    local file size
    file=$(any_file)
    size=$(stat -c %s "$file" 2> /dev/null) && [ "${size:-0}" -gt 10 ] || return
    printf 'damage' | dd of="$file" bs=1 conv=notrunc seek=$(((RANDOM * 32768 + RANDOM) % (size - 6))) 2> /dev/null && count "damaged files"
}
astray() { # into the folder of another point
    local file
    file=$(any_file "*.opalrun")
    [ -n "$file" ] || return
    mkdir -p "$spool/points/$((RANDOM % points))"
    cp "$file" "$spool/points/$((RANDOM % points))/" 2> /dev/null && count "files astray"
}
twice() { # the same bundle comes by another way
    local file
    file=$(any_file result.opalrun)
    [ -n "$file" ] || return
    cp "$file" "$work/copy.opalrun" 2> /dev/null || return
    "$opal" --workspace "$space" --json runs import "$work/copy.opalrun" > /dev/null 2>&1 && imported=1 && count "bundles twice"
}
look() {
    local with
    with=$(clock)
    [ -n "$with" ] && count "clock jumps"
    $with "$opal" --workspace "$space" --json sweep status > "$work/status" 2> "$work/status.err" \
        || { grep -qE "cannot be (read|written)|ended early" "$work/status" "$work/status.err" || fault "status: $(tail -1 "$work/status.err")"; }
}

one_round() {
    imported=0 space=$work/space-$rounds spool=$work/disk/spool-$rounds
    submit || { fault "submit: $(tail -1 "$work/submit")"; return; }
    local faults=(strike strike freeze fill late rename cut damage astray twice look look) turn
    for turn in $(seq 12); do
        while [ "$(jobs -p | wc -l)" -lt 3 ]; do worker $((RANDOM % points)); done
        nap
        ${faults[RANDOM % ${#faults[@]}]}
        [ $((RANDOM % 3)) = 0 ] && ${faults[RANDOM % ${#faults[@]}]}
        [ $((RANDOM % 4)) = 0 ] && submit # again what failed
        jobs > /dev/null # forgets the ended ones
    done
    # Nobody disturbs any more.
    for turn in 1 2 3 4; do
        wait
        submit || { fault "submit at the end: $(tail -1 "$work/submit")"; return; }
        for point in $(seq 0 $((points - 1))); do
            "$opal" sweep work "$spool/plan.json" --point "$point" --threads 1 --wait > "$work/last-$point" 2>&1 &
        done
        wait
        look
        grep -q "\"finished\":$points" "$work/status" && break
    done
    grep -q "\"finished\":$points" "$work/status" || fault "not all points end: $(head -c 1500 "$work/status"); $(tail -n 1 "$work"/last-* | head -c 500)"
    weights "$space" | sort > "$work/found"
    diff -q "$work/found" "$work/expected" > /dev/null || fault "other bytes: $(diff "$work/found" "$work/expected")"
    local runs finished
    runs=$("$opal" --workspace "$space" --json runs list)
    finished=$(grep -o '"state":"finished"' <<< "$runs" | wc -l)
    # A bundle that came by another way may be of a training whose result was lost and made again.
    [ "$finished" = $points ] || { [ $imported = 1 ] && [ "$finished" -gt $points ]; } || fault "$finished finished runs of $points points"
    rm -rf "$space" "$spool" "$work"/worker-* "$work"/local/*
}

mkdir "$work/disk" "$work/local"
"$opal" --workspace "$work/twin" synth --out "$work/toy.opaldata" --users 200 --items 200 --interactions 8000 --days 8 --topics 4 \
    > /dev/null || exit 1
echo "spool torture for $minutes min, seed $SEED, $opal"
"$opal" --workspace "$work/twin" --threads 1 sweep --dataset "$work/toy.opaldata" "${sweep[@]}" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
weights "$work/twin" | sort > "$work/expected"
[ "$(wc -l < "$work/expected")" = $points ] || { echo "the undisturbed sweep has not $points points" >&2; exit 1; }
if mount -t tmpfs -o size=24M none "$work/disk" 2> /dev/null; then disk=1; else echo "no full disk: mounting is not permitted"; fi
command -v faketime > /dev/null || echo "no jumping clock: faketime is not installed"

end=$(($(date +%s) + minutes * 60))
while [ "$(date +%s)" -lt $end ]; do
    rounds=$((rounds + 1))
    one_round
done
echo "$rounds sweeps of $points points"
for what in "${!survived[@]}"; do echo "  $what: ${survived[$what]}"; done
echo "$wrong faults"
[ "$wrong" = 0 ]
