#!/usr/bin/env bash
# Trains the built-in demo with the command line: demo-without-display.sh FOLDER_OF_THE_PROGRAMS
set -euo pipefail
programs=$(realpath "$1")
workspace=${OPAL_WORKSPACE:-${XDG_DATA_HOME:-$HOME/.local/share}/opal-studio}
dataset=$workspace/datasets/demo.opaldata
mkdir -p "$workspace/datasets"

echo "No display: training the demo on the command line. Workspace: $workspace"
"$programs/opal" synth --workspace "$workspace" --out "$dataset" --users 2000 --items 4000 --interactions 120000
"$programs/opal" train --workspace "$workspace" --dataset "$dataset" --preset demo --name demo
echo
echo "Runs:      $programs/opal runs list --workspace '$workspace'"
echo "Lists:     $programs/opal recommend demo --user 1 --workspace '$workspace'"
echo "Database:  $workspace/runs.sqlite"
echo "Weights:   $workspace/runs/"
echo "With a display, ./run.sh opens the studio on the same workspace."
