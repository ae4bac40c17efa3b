#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the built-in demo with the command line and says what it shows: demo-without-display.sh FOLDER_OF_THE_PROGRAMS
set -euo pipefail
programs=$(realpath "$1")
workspace=${OPAL_WORKSPACE:-${XDG_DATA_HOME:-$HOME/.local/share}/opal-studio}
dataset=$workspace/datasets/demo.opaldata
figures=$workspace/figures
mkdir -p "$workspace/datasets" "$figures"
opal() { "$programs/opal" "$@" --workspace "$workspace"; }

echo "No display: training the demo on the command line. Workspace: $workspace"
opal synth --size demo --out "$dataset"
echo
echo "Four interests, then one:"
opal train --dataset "$dataset" --preset demo --name demo
opal train --dataset "$dataset" --preset demo --set interests=1 --name demo-one-interest

echo
echo "The log has four worlds of three topics, written nowhere. Do the hyper-categories find them?"
echo "AMI with the topics: 0 is chance, 0.72 the most that four worlds of three topics can reach."
opal evaluate demo
echo
echo "Do the interests of a user recall different things? SPPMI within and between them:"
opal diversity demo --all-users
echo
echo "Recall of four interests and of one. Four recall more because this log is made of users who live in several worlds:"
opal runs compare demo demo-one-interest
opal figure one-against-several --run demo --run demo-one-interest --out "$figures/demo-one-against-several.svg"
opal figure map --run demo --out "$figures/demo-map.svg"
echo
echo "Figures:   $figures/"
echo "Runs:      $programs/opal runs list --workspace '$workspace'"
echo "Lists:     $programs/opal recommend demo --user 1 --workspace '$workspace'"
echo "Database:  $workspace/runs.sqlite"
echo "Weights:   $workspace/runs/"
echo "With a display, ./run.sh opens the studio on the same workspace."
