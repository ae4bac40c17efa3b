// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/jobs/job.h"
#include "core/jobs/workspacepaths.h"

namespace opal {

class RunStore;

/// A form in which runs leave for other programs.
struct ExportForm
{
    std::string name; ///< as in `opal export --as`
    std::string title; ///< English, context "Exports"
    bool ofWeights = true; ///< made from the trained model of one run; false: from the curves of any number
};

/// THE table of forms, in the order of menus.
const std::vector<ExportForm>& exportForms();

struct ExportJobRequest
{
    std::vector<std::string> runs; ///< ids, at least one; one alone for a form of weights
    std::string form; ///< name of an ExportForm
    QString folder; ///< made if needed; files of the same names are replaced
    int k = 200; ///< length of the recall lists
    bool perInterest = false; ///< a list an interest instead of the merged one
    std::string indexSpec = "Flat"; ///< for the form faiss
};

/// Writes the files, with a README.md, and returns them. Throws Error{InvalidArgument} at once for an unknown
/// form or too many runs; the job throws what vectorFormats() and reading a run throw.
Job<std::vector<std::string>> makeExportJob(RunStore& store, const WorkspacePaths& paths,
                                            ExportJobRequest request);

} // namespace opal
