// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/benchcommand.h"
#include "app/cli/command.h"
#include "app/cli/datasetcommand.h"
#include "app/cli/diversitycommand.h"
#include "app/cli/evaluatecommand.h"
#include "app/cli/importcommand.h"
#include "app/cli/infocommand.h"
#include "app/cli/recommendcommand.h"
#include "app/cli/runscommand.h"
#include "app/cli/sweepcommand.h"
#include "app/cli/synthcommand.h"
#include "app/cli/tablecommand.h"
#include "app/cli/traincommand.h"
#ifdef OPAL_WITH_FIGURES
#include "app/cli/figurecommand.h"
#include "app/cli/kitcommand.h"
#endif

namespace opal {

const std::vector<CommandEntry>& commandTable()
{
    static const std::vector<CommandEntry> table {
        { "info", "Versions, devices and libraries", &makeCommand<InfoCommand> },
        { "synth", "Make a synthetic data set with known topics", &makeCommand<SynthCommand> },
        { "import", "Read interaction logs into a data-set file", &makeCommand<ImportCommand> },
        { "dataset", "Show the card of a data-set file", &makeCommand<DatasetCommand> },
        { "train", "Train a recommender and store the run", &makeCommand<TrainCommand> },
        { "resume", "Continue an interrupted run where it stopped", &makeCommand<ResumeCommand> },
        { "sweep", "Train a grid of models, parameters and seeds", &makeCommand<SweepCommand> },
        { "evaluate", "Recompute the metrics of a run", &makeCommand<EvaluateCommand> },
        { "recommend", "Show one user's interests and recall lists", &makeCommand<RecommendCommand> },
        { "diversity", "Measure how alike a user's recommendations are (SPPMI)",
          &makeCommand<DiversityCommand> },
#ifdef OPAL_WITH_FIGURES
        { "figure", "Draw a figure as PDF, SVG or PNG", &makeCommand<FigureCommand> },
#endif
        { "table", "Make a results table: data sets, models or ablations", &makeCommand<TableCommand> },
#ifdef OPAL_WITH_FIGURES
        { "kit", "Write all tables and figures of a paper into a folder", &makeCommand<KitCommand> },
#endif
        { "bench", "Measure speed against the plain form", &makeCommand<BenchCommand> },
        { "runs", "List, compare and keep runs", &makeCommand<RunsCommand> },
    };
    return table;
}

} // namespace opal
