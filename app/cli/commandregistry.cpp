// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

namespace opal {

// Each is at the end of its command's file.
std::unique_ptr<Command> makeAdoptCommand();
std::unique_ptr<Command> makeBenchCommand();
std::unique_ptr<Command> makeClaimsCommand();
std::unique_ptr<Command> makeDatasetCommand();
std::unique_ptr<Command> makeDiversityCommand();
std::unique_ptr<Command> makeEvaluateCommand();
std::unique_ptr<Command> makeExportCommand();
std::unique_ptr<Command> makeFigureCommand();
std::unique_ptr<Command> makeImportCommand();
std::unique_ptr<Command> makeInfoCommand();
std::unique_ptr<Command> makeKitCommand();
std::unique_ptr<Command> makeModelsCommand();
std::unique_ptr<Command> makeRecommendCommand();
std::unique_ptr<Command> makeRunsCommand();
std::unique_ptr<Command> makeSweepCommand();
std::unique_ptr<Command> makeSynthCommand();
std::unique_ptr<Command> makeTableCommand();
std::unique_ptr<Command> makeTrainCommand();
std::unique_ptr<Command> makeResumeCommand();

const std::vector<CommandEntry>& commandTable()
{
    static const std::vector<CommandEntry> table {
        { "info", "Versions, devices and libraries", &makeInfoCommand },
        { "synth", "Make a synthetic data set with known topics", &makeSynthCommand },
        { "import", "Read interaction logs into a data-set file", &makeImportCommand },
        { "dataset", "Show the card of a data-set file", &makeDatasetCommand },
        { "train", "Train a recommender and store the run", &makeTrainCommand },
        { "resume", "Continue an interrupted run where it stopped", &makeResumeCommand },
        { "sweep", "Train a grid of models, parameters and seeds", &makeSweepCommand },
        { "evaluate", "Recompute the metrics of a run", &makeEvaluateCommand },
        { "recommend", "Show one user's interests and recall lists", &makeRecommendCommand },
        { "diversity", "Measure how alike a user's recommendations are (SPPMI)", &makeDiversityCommand },
#ifdef OPAL_WITH_FIGURES
        { "figure", "Draw a figure as PDF, SVG or PNG", &makeFigureCommand },
#endif
        { "table", "Make a results table: data sets, models or ablations", &makeTableCommand },
#ifdef OPAL_WITH_FIGURES
        { "kit", "Write all tables and figures of a paper into a folder", &makeKitCommand },
#endif
        { "claims", "Hold the paper's claims against the runs, one by one", &makeClaimsCommand },
        { "bench", "Measure speed against the plain form", &makeBenchCommand },
        { "models", "Add, check and list models that are TorchScript files", &makeModelsCommand },
        { "adopt", "Make a run from vectors of another program", &makeAdoptCommand },
        { "export", "Write vectors, lists, an index, the encoder or curves for other programs",
          &makeExportCommand },
        { "runs", "List, compare and keep runs", &makeRunsCommand },
    };
    return table;
}

} // namespace opal
